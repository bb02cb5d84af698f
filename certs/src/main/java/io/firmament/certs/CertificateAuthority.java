package io.firmament.certs;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
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
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Issues an installation's certificates (RFC 5280, the profile of RFC 7925 section 4.4): P-256,
 * ECDSA with SHA-256. Devices pin the authority, and no clock of a device is believed, so the
 * certificates live long; what ends them is a new root document, not a date.
 */
final class CertificateAuthority {
  private static final Duration CLOCK_TOLERANCE = Duration.ofDays(1);
  private static final Duration LIFETIME = Duration.ofDays(30 * 365L);
  private static final int SERIAL_BITS = 127;

  private final Instant now;
  private final SecureRandom random;

  CertificateAuthority(Instant now, SecureRandom random) {
    this.now = now;
    this.random = random;
  }

  /** The certificate of the installation's authority, signed by itself. */
  X509Certificate selfSigned(KeyPair keys) {
    return selfSigned(keys, "CN=Firmament authority " + KeyId.of(keys.getPublic()));
  }

  /** The certificate of a product's authority, signed by itself. */
  X509Certificate forProduct(KeyPair keys, String product) {
    return selfSigned(
        keys, "CN=Firmament product " + product + " authority " + KeyId.of(keys.getPublic()));
  }

  private X509Certificate selfSigned(KeyPair keys, String subject) {
    X500Principal name = new X500Principal(subject);
    try {
      JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
      X509v3CertificateBuilder builder =
          builder(name, name, keys.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
              .addExtension(
                  Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
              .addExtension(
                  Extension.subjectKeyIdentifier,
                  false,
                  ids.createSubjectKeyIdentifier(keys.getPublic()));
      return signed(builder, keys.getPrivate());
    } catch (CertIOException | NoSuchAlgorithmException e) {
      throw new AssertionError("the extensions are constant", e);
    }
  }

  /** The server's certificate. */
  X509Certificate forServer(
      PublicKey serverKey, X509Certificate authority, PrivateKey authorityKey) {
    return issued(
        serverKey,
        new X500Principal("CN=" + ServerName.NAME),
        KeyPurposeId.id_kp_serverAuth,
        new GeneralName(GeneralName.dNSName, ServerName.NAME),
        authority,
        authorityKey);
  }

  /** A device's certificate. */
  X509Certificate forDevice(
      PublicKey deviceKey, String deviceId, X509Certificate authority, PrivateKey authorityKey) {
    return issued(
        deviceKey,
        new X500Principal("CN=" + deviceId),
        KeyPurposeId.id_kp_clientAuth,
        new GeneralName(GeneralName.uniformResourceIdentifier, DeviceName.uri(deviceId)),
        authority,
        authorityKey);
  }

  private X509Certificate issued(
      PublicKey key,
      X500Principal subject,
      KeyPurposeId purpose,
      GeneralName name,
      X509Certificate authority,
      PrivateKey authorityKey) {
    try {
      X509v3CertificateBuilder builder =
          builder(authority.getSubjectX500Principal(), subject, key)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
              .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose))
              .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(name))
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  new JcaX509ExtensionUtils()
                      .createAuthorityKeyIdentifier(authority.getPublicKey()));
      return signed(builder, authorityKey);
    } catch (CertIOException | NoSuchAlgorithmException e) {
      throw new AssertionError("the extensions are constant", e);
    }
  }

  private X509v3CertificateBuilder builder(
      X500Principal issuer, X500Principal subject, PublicKey key) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
        Date.from(now.minus(CLOCK_TOLERANCE)),
        Date.from(now.plus(LIFETIME)),
        subject,
        key);
  }

  private X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key) {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA")
                      .setSecureRandom(random)
                      .build(key)));
    } catch (OperatorCreationException | CertificateException e) {
      throw new AssertionError("the key was checked to be on P-256", e);
    }
  }
}
