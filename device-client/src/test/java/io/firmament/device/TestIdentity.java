package io.firmament.device;

import io.firmament.certs.CredentialException;
import io.firmament.certs.CredentialKind;
import io.firmament.certs.DeviceCredential;
import io.firmament.certs.InstallationKeys;
import io.firmament.certs.KeyId;
import io.firmament.certs.PskProof;
import io.firmament.certs.ReleaseAlgorithm;
import io.firmament.certs.ReleasePublicKey;
import io.firmament.protocol.manifest.Manifest;
import io.firmament.protocol.manifest.ManifestSigner;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.List;
import javax.crypto.SecretKey;

/** A device's credential, and the release key that it believes. */
final class TestIdentity {
  static final String ID = "0123456789abcdef01234567";

  private final DeviceCredential credential;
  private final KeyPair releaseKey;

  private TestIdentity(DeviceCredential credential, KeyPair releaseKey) {
    this.credential = credential;
    this.releaseKey = releaseKey;
  }

  static TestIdentity make(Path directory) throws CredentialException, GeneralSecurityException {
    SecureRandom random = new SecureRandom();
    InstallationKeys.make(directory, Instant.now(), random);
    DeviceCredential.make(directory, ID, CredentialKind.PSK, random);
    DeviceCredential made = DeviceCredential.read(directory.resolve("devices").resolve(ID));
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair release = generator.generateKeyPair();
    ReleasePublicKey trusted =
        new ReleasePublicKey(
            KeyId.of(release.getPublic()), ReleaseAlgorithm.ES256, release.getPublic());
    return new TestIdentity(
        new DeviceCredential(made.proof(), made.serverTrust(), List.of(trusted)), release);
  }

  DeviceCredential credential() {
    return credential;
  }

  SecretKey key() {
    return ((PskProof) credential.proof()).key();
  }

  byte[] sign(Manifest manifest) throws GeneralSecurityException {
    return new ManifestSigner(releaseKey.getPrivate(), releaseKey.getPublic()).sign(manifest);
  }
}
