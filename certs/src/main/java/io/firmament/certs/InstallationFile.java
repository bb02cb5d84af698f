package io.firmament.certs;

import java.nio.file.Path;

/** The files of an installation, what they are for, and which of them are secret. */
enum InstallationFile {
  CA_KEY(
      "ca.key",
      true,
      "private key of the installation's certificate authority. Secret. Only needed to issue"
          + " certificates: it may be kept offline"),
  CA_CERTIFICATE(
      "ca.pem",
      false,
      "certificate of the installation's authority. Public. Devices trust the server because of it"),
  SERVER_KEY("server.key", true, "private key of the server. Secret. Stays on the server"),
  SERVER_CERTIFICATE(
      "server.pem", false, "certificate of the server, signed by the authority. Public"),
  RELEASE_KEY(
      "release.key",
      true,
      "private key that signs what devices may install. Secret, the most valuable file here:"
          + " back it up"),
  RELEASE_PUBLIC(
      "release.pub", false, "public half of the release key. Public. Every device is given it");

  private final String fileName;
  private final boolean secret;
  private final String purpose;

  InstallationFile(String fileName, boolean secret, String purpose) {
    this.fileName = fileName;
    this.secret = secret;
    this.purpose = purpose;
  }

  Path in(Path directory) {
    return directory.resolve(fileName);
  }

  MadeFile write(Path directory, String content, KeyFileWriter writer) throws CredentialException {
    writer.writeNew(in(directory), content, secret);
    return new MadeFile(in(directory), purpose);
  }
}
