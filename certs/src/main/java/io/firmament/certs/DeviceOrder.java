package io.firmament.certs;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A credential that is wanted for a device.
 *
 * @param deviceId 24 hexadecimal digits
 * @param kind how the device shall prove who it is
 * @param product the product whose authority issues the certificate; X.509 only, and there only
 *     where no certificate is brought
 * @param key a private key that is brought: PKCS#8 or SEC1 in PEM, on P-256; else a fresh one
 * @param certificate a certificate that is brought for that key, with those between it and its
 *     authority
 */
public record DeviceOrder(
    String deviceId,
    CredentialKind kind,
    Optional<String> product,
    Optional<Path> key,
    Optional<Path> certificate) {

  /** Nothing is brought, and no product is needed. */
  public static DeviceOrder of(String deviceId, CredentialKind kind) {
    return new DeviceOrder(deviceId, kind, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** With a fresh key, certified by a product's authority. */
  public static DeviceOrder certified(String deviceId, String product) {
    return new DeviceOrder(
        deviceId, CredentialKind.X509, Optional.of(product), Optional.empty(), Optional.empty());
  }

  DeviceCredential.Proof fulfil(String id, Path installation, Instant now, SecureRandom random)
      throws CredentialException {
    refuseSuperfluous();
    return switch (kind) {
      case PSK -> PskProof.random(id, random);
      case RPK -> {
        KeyPair pair = pair(random);
        yield new RawKeyProof(id, pair.getPrivate(), pair.getPublic());
      }
      case X509 -> certificate.isPresent() ? brought(id) : issued(id, installation, now, random);
    };
  }

  private void refuseSuperfluous() throws CredentialException {
    if (kind == CredentialKind.PSK && key.isPresent()) {
      throw new CredentialException(
          "a pre-shared key cannot be brought as a key pair: " + key.get(),
          "leave --key away, or choose --kind rpk");
    }
    if (kind != CredentialKind.X509 && (certificate.isPresent() || product.isPresent())) {
      throw new CredentialException(
          "a credential of kind " + kind.label() + " has no certificate",
          "choose --kind x509 for one");
    }
  }

  private DeviceCredential.Proof brought(String id) throws CredentialException {
    if (key.isEmpty()) {
      throw new CredentialException(
          "there is a certificate, but not the private key that it is for",
          "bring it too, with --key");
    }
    PemText keyText = PemText.of(key.get());
    PemText certificateText = PemText.of(certificate.get());
    PrivateKey privateKey = EcKeys.privateKey(keyText);
    List<X509Certificate> chain = Certificates.chain(certificateText);
    Certificates.requireFor(
        KeyPairs.publicHalf(privateKey, keyText.where()),
        chain.get(0),
        certificateText.where(),
        keyText.where());
    DeviceFile.requireNamed(chain.get(0), id, certificateText.where());
    return new CertificateProof(id, privateKey, chain);
  }

  private DeviceCredential.Proof issued(
      String id, Path installation, Instant now, SecureRandom random) throws CredentialException {
    if (product.isEmpty()) {
      throw new CredentialException(
          "a certificate needs the product whose authority issues it",
          "name it with --product; 'firmament product ca' gives a product an authority");
    }
    KeyPair pair = pair(random);
    X509Certificate issued =
        ProductKeys.read(installation, product.get()).issue(id, pair.getPublic(), now, random);
    return new CertificateProof(id, pair.getPrivate(), List.of(issued));
  }

  private KeyPair pair(SecureRandom random) throws CredentialException {
    if (key.isEmpty()) {
      return KeyPairs.freshP256(random);
    }
    PemText text = PemText.of(key.get());
    PrivateKey privateKey = EcKeys.privateKey(text);
    return new KeyPair(KeyPairs.publicHalf(privateKey, text.where()), privateKey);
  }
}
