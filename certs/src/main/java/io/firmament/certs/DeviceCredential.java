package io.firmament.certs;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;

/**
 * What a device holds: who it is and how it proves it, whom it takes for its server, and whose
 * signatures it believes.
 *
 * @param proof how it proves who it is
 * @param serverTrust the installation's certificate authority
 * @param releaseKeys the keys whose manifests it accepts, at least one
 */
public record DeviceCredential(
    Proof proof, X509Certificate serverTrust, List<ReleasePublicKey> releaseKeys) {

  private static final String ID = "[0-9a-f]{24}";

  /** How a device proves who it is; one record a {@link CredentialKind}. */
  public sealed interface Proof permits PskProof {
    /** The device's id, 24 hexadecimal digits in lower case. */
    String deviceId();

    /** The kind of proof. */
    CredentialKind kind();
  }

  public DeviceCredential {
    releaseKeys = List.copyOf(releaseKeys);
  }

  /** The device's id, 24 hexadecimal digits in lower case. */
  public String deviceId() {
    return proof.deviceId();
  }

  /**
   * Reads a device's directory, as {@link #make} wrote it.
   *
   * @throws CredentialException when a file is missing or is not what it must be
   */
  public static DeviceCredential read(Path directory) throws CredentialException {
    return new DeviceCredential(
        PskProof.read(DeviceFile.PSK.in(directory)),
        Pem.readCertificate(DeviceFile.SERVER_TRUST.in(directory)),
        ReleasePublicKey.readAll(DeviceFile.RELEASE_PUBLIC.in(directory)));
  }

  /**
   * Makes a device's credential in {@code installation/devices/ID}, all of it or nothing.
   *
   * @param installation the directory that {@link InstallationKeys#make} filled
   * @param deviceId 24 hexadecimal digits
   * @param kind how the device shall prove who it is
   * @param random where its secret comes from
   * @return the files, in the order in which a person wants to read about them
   * @throws CredentialException when the device already has a directory there, the installation's
   *     files cannot be read, or the disk refuses
   */
  public static List<MadeFile> make(
      Path installation, String deviceId, CredentialKind kind, SecureRandom random)
      throws CredentialException {
    String id = checked(deviceId);
    X509Certificate authority =
        Pem.readCertificate(InstallationFile.CA_CERTIFICATE.in(installation));
    List<ReleasePublicKey> releaseKeys =
        ReleasePublicKey.readAll(InstallationFile.RELEASE_PUBLIC.in(installation));
    PskProof proof =
        switch (kind) {
          case PSK -> PskProof.random(id, random);
        };
    return DeviceFile.writeAll(
        installation.resolve("devices"),
        new DeviceCredential(proof, authority, releaseKeys),
        random);
  }

  static boolean isDeviceId(String text) {
    return text.matches(ID);
  }

  private static String checked(String deviceId) throws CredentialException {
    String id = deviceId.toLowerCase(Locale.ROOT);
    if (!isDeviceId(id)) {
      throw new CredentialException(
          "a device id is 24 hexadecimal digits, but was '" + deviceId + "'",
          "for example 0123456789abcdef01234567");
    }
    return id;
  }
}
