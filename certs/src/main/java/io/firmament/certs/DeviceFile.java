package io.firmament.certs;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The files of a device's directory, what they are for, and which of them are secret. */
enum DeviceFile {
  PSK(
      "psk.key",
      true,
      "key that the device and the server share, and the identity that goes with it. Secret") {
    @Override
    String content(DeviceCredential credential) {
      return ((PskProof) credential.proof()).pem();
    }
  },
  SERVER_TRUST(
      "server-trust.pem",
      false,
      "certificate of the installation's authority: whom the device takes for its server. Public") {
    @Override
    String content(DeviceCredential credential) {
      try {
        return Pem.write(Pem.CERTIFICATE, credential.serverTrust().getEncoded());
      } catch (CertificateEncodingException e) {
        throw new AssertionError("the certificate was decoded from its encoding", e);
      }
    }
  },
  RELEASE_PUBLIC(
      "release.pub", false, "keys whose signatures the device believes when it installs. Public") {
    @Override
    String content(DeviceCredential credential) {
      return credential.releaseKeys().stream()
          .map(key -> Pem.write(Pem.PUBLIC_KEY, key.key().getEncoded()))
          .collect(Collectors.joining());
    }
  };

  private final String fileName;
  private final boolean secret;
  private final String purpose;

  DeviceFile(String fileName, boolean secret, String purpose) {
    this.fileName = fileName;
    this.secret = secret;
    this.purpose = purpose;
  }

  abstract String content(DeviceCredential credential);

  Path in(Path directory) {
    return directory.resolve(fileName);
  }

  /** Makes the directory of a device below {@code devices}, all of it or nothing. */
  static List<MadeFile> writeAll(Path devices, DeviceCredential credential, SecureRandom random)
      throws CredentialException {
    KeyFileWriter writer = new KeyFileWriter(random);
    writer.makeDirectory(devices);
    Path directory = devices.resolve(credential.deviceId());
    writer.makeFilled(directory, (aside, w) -> fill(aside, credential, w));
    return Arrays.stream(values())
        .map(file -> new MadeFile(file.in(directory), file.purpose))
        .toList();
  }

  private static void fill(Path directory, DeviceCredential credential, KeyFileWriter writer)
      throws IOException {
    for (DeviceFile file : values()) {
      writer.writeForced(file.in(directory), file.content(credential), file.secret);
    }
  }
}
