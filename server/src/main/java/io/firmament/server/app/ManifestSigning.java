package io.firmament.server.app;

import io.firmament.protocol.manifest.KeyId;
import io.firmament.protocol.manifest.Manifest;
import io.firmament.protocol.manifest.TrustedKeys;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** The port to this installation's keys: what it signs with, and what it shows to devices. */
public interface ManifestSigning {
  /**
   * The signed manifest, as a device fetches it.
   *
   * @throws GeneralSecurityException when the key cannot sign
   */
  byte[] sign(Manifest manifest) throws GeneralSecurityException;

  /**
   * The release keys that devices are given when there is no root document: with none, the
   * signatures of this server and of others cannot be checked.
   */
  default TrustedKeys given() {
    return TrustedKeys.of();
  }

  /** The key that the server shows to devices in the handshake; empty where it shows none. */
  default Optional<KeyId> serverKey() {
    return Optional.empty();
  }
}
