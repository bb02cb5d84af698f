package io.firmament.certs;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates of every kind that nobody should believe, and good ones beside them. */
public final class CertificateForge {
  private static final Duration LIFE = Duration.ofDays(3650);

  private Instant notBefore = Instant.EPOCH;
  private Instant notAfter = Instant.parse("2099-01-01T00:00:00Z");
  private String curve = "secp256r1";
  private String subject = "CN=forged";
  private List<String> uris = List.of();
  private boolean authority;
  private Optional<KeyPurposeId> purpose = Optional.of(KeyPurposeId.id_kp_clientAuth);
  private int usage = KeyUsage.digitalSignature;

  /** A certificate and its private key, with those above it. */
  public record Forged(PrivateKey key, List<X509Certificate> chain) {
    /** The certificate itself. */
    public X509Certificate certificate() {
      return chain.get(0);
    }

    /** The certificate as PEM. */
    public String pem() {
      return Certificates.pem(certificate());
    }

    /** The public key as PEM. */
    public String publicPem() {
      return Pem.write(Pem.PUBLIC_KEY, certificate().getPublicKey().getEncoded());
    }

    /** The private key as PEM. */
    public String keyPem() {
      return Pem.write(Pem.PRIVATE_KEY, key.getEncoded());
    }
  }

  /** Names a device. */
  public static CertificateForge device(String id) {
    return new CertificateForge().uris(DeviceName.PREFIX + id);
  }

  /** An authority of that name. */
  public static CertificateForge authority(String name) {
    CertificateForge forge = new CertificateForge();
    forge.authority = true;
    forge.subject = "CN=" + name;
    forge.purpose = Optional.empty();
    forge.usage = KeyUsage.keyCertSign;
    return forge;
  }

  public CertificateForge uris(String... names) {
    uris = List.of(names);
    return this;
  }

  public CertificateForge curve(String name) {
    curve = name;
    return this;
  }

  public CertificateForge expiredAt(Instant end) {
    notAfter = end;
    notBefore = end.minus(LIFE);
    return this;
  }

  public CertificateForge notBefore(Instant begin) {
    notBefore = begin;
    return this;
  }

  /** For servers, not for clients. */
  public CertificateForge forServers() {
    purpose = Optional.of(KeyPurposeId.id_kp_serverAuth);
    return this;
  }

  /** For key agreement, not for signatures. */
  public CertificateForge forKeyAgreement() {
    usage = KeyUsage.keyAgreement;
    return this;
  }

  /** Says that it may sign others. */
  public CertificateForge claimingToBeAnAuthority() {
    authority = true;
    return this;
  }

  /** Signed by itself. */
  public Forged selfSigned() {
    KeyPair keys = pair();
    return new Forged(keys.getPrivate(), List.of(sign(keys, subject, keys.getPrivate())));
  }

  /** Signed by another one, whether that may or not. */
  public Forged signedBy(Forged issuer) {
    KeyPair keys = pair();
    String name = issuer.certificate().getSubjectX500Principal().getName();
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(sign(keys, name, issuer.key()));
    chain.addAll(issuer.chain());
    return new Forged(keys.getPrivate(), chain);
  }

  /** With the issuer's name and another one's signature. */
  public Forged pretending(Forged issuer) {
    KeyPair keys = pair();
    String name = issuer.certificate().getSubjectX500Principal().getName();
    return new Forged(
        keys.getPrivate(), List.of(sign(keys, name, pair().getPrivate()), issuer.certificate()));
  }

  private KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      if (curve.equals("rsa")) {
        return KeyPairGenerator.getInstance("RSA").generateKeyPair();
      }
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private X509Certificate sign(KeyPair holder, String issuer, PrivateKey key) {
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
                  new X500Principal(issuer),
                  BigInteger.valueOf(System.nanoTime()),
                  Date.from(notBefore),
                  Date.from(notAfter),
                  new X500Principal(subject),
                  holder.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
              .addExtension(Extension.keyUsage, true, new KeyUsage(usage));
      if (purpose.isPresent()) {
        builder.addExtension(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose.get()));
      }
      if (!uris.isEmpty()) {
        builder.addExtension(Extension.subjectAlternativeName, false, names());
      }
      String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private GeneralNames names() {
    return new GeneralNames(
        uris.stream()
            .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri))
            .toArray(GeneralName[]::new));
  }
}
