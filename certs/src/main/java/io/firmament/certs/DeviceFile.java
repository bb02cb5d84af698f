package io.firmament.certs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The files of a device's directory, what they are for, and which of them are secret. */
enum DeviceFile {
  PSK(
      "psk.key",
      true,
      "key that the device and the server share, and the identity that goes with it. Secret",
      of(PskProof.class, PskProof::pem)),
  KEY(
      "device.key",
      true,
      "private key of the device. Secret. Stays on the device",
      credential -> privateKey(credential.proof())),
  PUBLIC(
      "device.pub",
      false,
      "public half of the device's key. Public. The server must know it: 'firmament device add'",
      of(RawKeyProof.class, RawKeyProof::publicPem)),
  ID(
      "device.id",
      false,
      "id of the device, which a raw public key does not say. Public",
      of(RawKeyProof.class, proof -> proof.deviceId() + "\n")),
  CERTIFICATE(
      "device.pem",
      false,
      "certificate of the device, signed by its product's authority. Public",
      of(CertificateProof.class, proof -> Certificates.pem(proof.chain()))),
  SERVER_TRUST(
      "server-trust.pem",
      false,
      "whom the device takes for its server: the installation's authority, or the server's own key."
          + " Public",
      credential -> Optional.of(credential.serverTrust().pem())),
  RELEASE_PUBLIC(
      "release.pub",
      false,
      "keys whose signatures the device believes when it installs. Public",
      credential ->
          Optional.of(
              credential.releaseKeys().stream()
                  .map(key -> Pem.write(Pem.PUBLIC_KEY, key.key().getEncoded()))
                  .collect(Collectors.joining()))),
  ROOT(
      RootFile.OF_DEVICE,
      false,
      "root document from which the device goes on to newer ones. Public",
      credential -> credential.root().map(RootFile::pem));

  private final String fileName;
  private final boolean secret;
  private final String purpose;
  private final Function<DeviceCredential, Optional<String>> content;

  DeviceFile(
      String fileName,
      boolean secret,
      String purpose,
      Function<DeviceCredential, Optional<String>> content) {
    this.fileName = fileName;
    this.secret = secret;
    this.purpose = purpose;
    this.content = content;
  }

  private static <P extends DeviceCredential.Proof> Function<DeviceCredential, Optional<String>> of(
      Class<P> kind, Function<P, String> content) {
    return credential ->
        Optional.of(credential.proof()).filter(kind::isInstance).map(kind::cast).map(content);
  }

  private static Optional<String> privateKey(DeviceCredential.Proof proof) {
    return proof instanceof PskProof
        ? Optional.empty()
        : Optional.of(Pem.write(Pem.PRIVATE_KEY, proof.secret()));
  }

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
        .filter(file -> file.content.apply(credential).isPresent())
        .map(file -> new MadeFile(file.in(directory), file.purpose))
        .toList();
  }

  private static void fill(Path directory, DeviceCredential credential, KeyFileWriter writer)
      throws IOException {
    for (DeviceFile file : values()) {
      Optional<String> content = file.content.apply(credential);
      if (content.isPresent()) {
        writer.writeForced(file.in(directory), content.get(), file.secret);
      }
    }
  }

  /** Reads how a device proves who it is: its files say which kind that is. */
  static DeviceCredential.Proof readProof(Path directory) throws CredentialException {
    if (Files.exists(CERTIFICATE.in(directory))) {
      return readCertified(directory);
    }
    return Files.exists(KEY.in(directory))
        ? readRawKey(directory)
        : PskProof.read(PSK.in(directory));
  }

  private static DeviceCredential.Proof readRawKey(Path directory) throws CredentialException {
    PemText text = PemText.of(KEY.in(directory));
    PrivateKey key = EcKeys.privateKey(text);
    String id = PemText.of(ID.in(directory)).text().strip();
    if (!DeviceName.isDeviceId(id)) {
      throw new CredentialException(
          ID.in(directory) + " must hold 24 lower-case hexadecimal digits, but does not",
          "write the device's id into it");
    }
    return new RawKeyProof(id, key, KeyPairs.publicHalf(key, text.where()));
  }

  private static DeviceCredential.Proof readCertified(Path directory) throws CredentialException {
    PemText keyText = PemText.of(KEY.in(directory));
    PrivateKey key = EcKeys.privateKey(keyText);
    PemText text = PemText.of(CERTIFICATE.in(directory));
    List<X509Certificate> chain = Certificates.chain(text);
    Certificates.requireFor(
        KeyPairs.publicHalf(key, keyText.where()), chain.get(0), text.where(), keyText.where());
    return new CertificateProof(named(chain.get(0), text.where()), key, chain);
  }

  /** Refuses a certificate that is not for this device. */
  static void requireNamed(X509Certificate certificate, String id, String where)
      throws CredentialException {
    String actual = named(certificate, where);
    if (!actual.equals(id)) {
      throw new CredentialException(
          "the certificate in " + where + " is for device " + actual + ", not for " + id,
          "bring the certificate of this device");
    }
  }

  private static String named(X509Certificate certificate, String where)
      throws CredentialException {
    Optional<String> id = DeviceName.in(certificate);
    if (id.isEmpty()) {
      throw new CredentialException(
          "the certificate in " + where + " does not name one device",
          "it needs exactly one subject alternative name URI:" + DeviceName.PREFIX + "ID");
    }
    return id.get();
  }
}
