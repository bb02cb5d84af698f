package io.firmament.server.app;

import io.firmament.protocol.manifest.Manifest;
import java.security.GeneralSecurityException;

/** The port to the release key. */
public interface ManifestSigning {
  /**
   * The signed manifest, as a device fetches it.
   *
   * @throws GeneralSecurityException when the key cannot sign
   */
  byte[] sign(Manifest manifest) throws GeneralSecurityException;
}
