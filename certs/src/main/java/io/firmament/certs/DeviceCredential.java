package io.firmament.certs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a device holds: who it is and how it proves it, whom it takes for its server, and whose
 * signatures it believes.
 *
 * @param proof how it proves who it is
 * @param serverTrust the server's key for a device with a raw key, else the installation's
 *     certificate authority; a pre-shared key proves the server too
 * @param releaseKeys the keys whose manifests it accepts, at least one; not looked at where there
 *     is a root document
 * @param root the signed root document from which it goes on to newer ones, if the installation has
 *     one
 */
public record DeviceCredential(
    Proof proof,
    ServerTrust serverTrust,
    List<ReleasePublicKey> releaseKeys,
    Optional<byte[]> root) {

  /** How a device proves who it is; one class a {@link CredentialKind}. */
  public sealed interface Proof permits PskProof, RawKeyProof, CertificateProof {
    /** The device's id, 24 hexadecimal digits in lower case. */
    String deviceId();

    /** The kind of proof. */
    CredentialKind kind();

    /** The secret in it, a fresh copy; for keys that are derived from it. */
    byte[] secret();
  }

  public DeviceCredential {
    releaseKeys = List.copyOf(releaseKeys);
  }

  /** A credential that believes release keys, and no root document. */
  public DeviceCredential(
      Proof proof, ServerTrust serverTrust, List<ReleasePublicKey> releaseKeys) {
    this(proof, serverTrust, releaseKeys, Optional.empty());
  }

  /** The device's id, 24 hexadecimal digits in lower case. */
  public String deviceId() {
    return proof.deviceId();
  }

  /**
   * A key for what the device keeps for itself: HKDF with SHA-256 (RFC 5869) of its secret, salted
   * with whom it trusts, so that another credential or another server opens nothing of it.
   *
   * @param purpose what the key is for, in ASCII
   * @return 32 octets, for AES
   */
  public SecretKey localKey(String purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(serverTrust.encoded(), "HmacSHA256"));
      byte[] extracted = mac.doFinal(proof.secret());
      mac.init(new SecretKeySpec(extracted, "HmacSHA256"));
      mac.update(purpose.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      mac.update((byte) 1);
      return new SecretKeySpec(mac.doFinal(), "AES");
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has HMAC-SHA-256", e);
    }
  }

  /**
   * Reads a device's directory, as {@link #make} wrote it.
   *
   * @throws CredentialException when a file is missing or is not what it must be
   */
  public static DeviceCredential read(Path directory) throws CredentialException {
    return new DeviceCredential(
        DeviceFile.readProof(directory),
        ServerTrust.read(DeviceFile.SERVER_TRUST.in(directory)),
        ReleasePublicKey.readAll(DeviceFile.RELEASE_PUBLIC.in(directory)),
        RootFile.ofDevice(directory));
  }

  /** Makes a credential that needs nothing but the installation: see {@link DeviceOrder}. */
  public static List<MadeFile> make(
      Path installation, String deviceId, CredentialKind kind, SecureRandom random)
      throws CredentialException {
    return make(installation, DeviceOrder.of(deviceId, kind), Instant.EPOCH, random);
  }

  /**
   * Makes a device's credential in {@code installation/devices/ID}, all of it or nothing.
   *
   * @param installation the directory that {@link InstallationKeys#make} filled
   * @param order what is wanted
   * @param now the beginning of a certificate's life
   * @param random where its secret comes from
   * @return the files, in the order in which a person wants to read about them
   * @throws CredentialException when the device already has a directory there, the installation's
   *     files or what was brought cannot be read or used, or the disk refuses
   */
  public static List<MadeFile> make(
      Path installation, DeviceOrder order, Instant now, SecureRandom random)
      throws CredentialException {
    String id = DeviceName.checked(order.deviceId());
    List<ReleasePublicKey> releaseKeys =
        ReleasePublicKey.readAll(InstallationFile.RELEASE_PUBLIC.in(installation));
    ServerTrust trust = trust(installation, order.kind());
    Path devices = installation.resolve("devices");
    if (Files.exists(devices.resolve(id))) {
      throw KeyFileWriter.exists(devices.resolve(id));
    }
    Proof proof = order.fulfil(id, installation, now, random);
    return DeviceFile.writeAll(
        devices,
        new DeviceCredential(proof, trust, releaseKeys, RootFile.newest(installation)),
        random);
  }

  private static ServerTrust trust(Path installation, CredentialKind kind)
      throws CredentialException {
    return kind == CredentialKind.RPK
        ? new ServerTrust.PinnedKey(
            Pem.readCertificate(InstallationFile.SERVER_CERTIFICATE.in(installation))
                .getPublicKey())
        : new ServerTrust.PinnedAuthority(
            Pem.readCertificate(InstallationFile.CA_CERTIFICATE.in(installation)));
  }
}
