package io.firmament.certs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * What an installation of the server holds. One authority and one release key an installation.
 * Prints without its secrets.
 */
public final class InstallationKeys {
  private final X509Certificate authority;
  private final X509Certificate serverCertificate;
  private final PrivateKey serverKey;
  private final ReleaseKey releaseKey;
  private final List<MadeFile> made;

  InstallationKeys(
      X509Certificate authority,
      X509Certificate serverCertificate,
      PrivateKey serverKey,
      ReleaseKey releaseKey,
      List<MadeFile> made) {
    this.authority = authority;
    this.serverCertificate = serverCertificate;
    this.serverKey = serverKey;
    this.releaseKey = releaseKey;
    this.made = List.copyOf(made);
  }

  /**
   * Makes a new installation's keys ({@code certs init}). A run that was interrupted is completed;
   * what exists is kept.
   *
   * @param directory where; made when it is missing
   * @param now the beginning of the certificates' life
   * @param random where the secrets come from
   * @return the files that were made, in the order in which a person wants to read about them
   * @throws CredentialException when nothing is missing there, when a private key is missing whose
   *     public half is there, or when the disk refuses
   */
  public static List<MadeFile> make(Path directory, Instant now, SecureRandom random)
      throws CredentialException {
    List<MadeFile> made = openOrMake(List.of(), directory, now, random).made();
    if (made.isEmpty()) {
      throw new CredentialException(
          directory + " already holds an installation's keys, and keys are never overwritten",
          "choose another directory, or go on with what is there");
    }
    return made;
  }

  /**
   * Opens an installation's keys, and makes those that are nowhere.
   *
   * @param brought directories of the operator, searched first and never written to
   * @param own the directory that is searched last, and where what is missing is made
   * @param now the beginning of a new certificate's life
   * @param random where new secrets come from
   * @throws CredentialException when something is there and cannot be used
   */
  public static InstallationKeys openOrMake(
      List<Path> brought, Path own, Instant now, SecureRandom random) throws CredentialException {
    for (Path directory : brought) {
      if (!Files.isDirectory(directory)) {
        throw new CredentialException(
            "there is no directory " + directory, "'firmament certs init' makes one");
      }
    }
    return new InstallationCompletion(brought, own, now, random).complete();
  }

  /**
   * The public key of an installation's server.
   *
   * @param directory what {@link #make} filled
   * @throws CredentialException when the server's certificate is missing or is none
   */
  public static PublicKey readServerKey(Path directory) throws CredentialException {
    return Pem.readCertificate(InstallationFile.SERVER_CERTIFICATE.in(directory)).getPublicKey();
  }

  /** The certificate of the installation's authority, which devices pin. */
  public X509Certificate authority() {
    return authority;
  }

  /** The server's certificate, signed by {@link #authority()}. */
  public X509Certificate serverCertificate() {
    return serverCertificate;
  }

  /** The private key of {@link #serverCertificate()}. */
  public PrivateKey serverKey() {
    return serverKey;
  }

  /** The key that signs manifests. */
  public ReleaseKey releaseKey() {
    return releaseKey;
  }

  /** The files that were made by this opening; none when everything was there. */
  public List<MadeFile> made() {
    return made;
  }

  @Override
  public String toString() {
    return "InstallationKeys[" + authority.getSubjectX500Principal() + ", " + releaseKey + "]";
  }
}
