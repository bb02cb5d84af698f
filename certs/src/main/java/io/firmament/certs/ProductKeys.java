package io.firmament.certs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A product's certificate authority, with its private key: it says which devices belong to the
 * product. It is kept apart from the server, which only knows its certificate. Prints without its
 * secret.
 */
public final class ProductKeys {
  private static final String PRODUCTS = "products";
  private static final String SLUG = "[a-z][a-z0-9-]{0,79}";

  private final X509Certificate certificate;
  private final PrivateKey key;

  private ProductKeys(X509Certificate certificate, PrivateKey key) {
    this.certificate = certificate;
    this.key = key;
  }

  /** The certificate, as PEM: what the server is given. */
  public String certificatePem() {
    return Certificates.pem(certificate);
  }

  /**
   * Makes a product's authority in {@code installation/products/SLUG}; one that is there is kept.
   *
   * @param installation the directory that {@link InstallationKeys#make} filled, or another one
   * @param product the product's slug
   * @param now the beginning of its life
   * @return the files; none when they were there
   * @throws CredentialException when the slug is none or the disk refuses
   */
  public static List<MadeFile> make(
      Path installation, String product, Instant now, SecureRandom random)
      throws CredentialException {
    Path directory = directory(installation, product);
    if (Files.exists(directory)) {
      return List.of();
    }
    KeyPair keys = KeyPairs.freshP256(random);
    X509Certificate certificate = new CertificateAuthority(now, random).forProduct(keys, product);
    KeyFileWriter writer = new KeyFileWriter(random);
    writer.makeDirectory(directory.getParent());
    writer.makeFilled(
        directory,
        (aside, w) -> {
          w.writeForced(
              InstallationFile.CA_KEY.in(aside),
              Pem.write(Pem.PRIVATE_KEY, keys.getPrivate().getEncoded()),
              true);
          w.writeForced(
              InstallationFile.CA_CERTIFICATE.in(aside), Certificates.pem(certificate), false);
        });
    return made(directory);
  }

  private static List<MadeFile> made(Path directory) {
    return List.of(
        new MadeFile(
            InstallationFile.CA_KEY.in(directory),
            "private key of the product's certificate authority. Secret. Whoever has it can make"
                + " devices of this product: keep it offline"),
        new MadeFile(
            InstallationFile.CA_CERTIFICATE.in(directory),
            "certificate of the product's authority. Public. The server must know it:"
                + " 'firmament product ca'"));
  }

  /**
   * Reads what {@link #make} made, or what was put in its place.
   *
   * @throws CredentialException when a file is missing, or is not what it must be
   */
  public static ProductKeys read(Path installation, String product) throws CredentialException {
    Path directory = directory(installation, product);
    if (!Files.isDirectory(directory)) {
      throw new CredentialException(
          "there is no authority of the product '" + product + "' in " + directory,
          "'firmament product ca " + product + " --certs " + installation + "' makes one");
    }
    PemText certificateText = PemText.of(InstallationFile.CA_CERTIFICATE.in(directory));
    PemText keyText = PemText.of(InstallationFile.CA_KEY.in(directory));
    PrivateKey key = EcKeys.privateKey(keyText);
    X509Certificate certificate = Certificates.one(certificateText);
    Certificates.requireFor(
        KeyPairs.publicHalf(key, keyText.where()),
        certificate,
        certificateText.where(),
        keyText.where());
    return new ProductKeys(certificate, key);
  }

  /** A certificate for a device. */
  X509Certificate issue(String deviceId, PublicKey deviceKey, Instant now, SecureRandom random) {
    return new CertificateAuthority(now, random).forDevice(deviceKey, deviceId, certificate, key);
  }

  private static Path directory(Path installation, String product) throws CredentialException {
    if (!product.matches(SLUG)) {
      throw new CredentialException(
          "a product is named by its slug here, but was '" + product + "'",
          "lower-case letters, digits and hyphens: 'firmament product list' shows it");
    }
    return installation.resolve(PRODUCTS).resolve(product);
  }

  @Override
  public String toString() {
    return "ProductKeys[" + certificate.getSubjectX500Principal() + "]";
  }
}
