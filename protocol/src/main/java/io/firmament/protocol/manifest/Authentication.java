package io.firmament.protocol.manifest;

import io.firmament.protocol.message.RefusalReason;

/** Whether a manifest comes from whom it must. */
public sealed interface Authentication {
  /**
   * It does.
   *
   * @param manifest what it says
   * @param signer the release key that signed it
   */
  record Genuine(Manifest manifest, KeyId signer) implements Authentication {}

  /**
   * It does not.
   *
   * @param reason the code
   * @param detail what was expected and what came, for a person
   */
  record Refused(RefusalReason reason, String detail) implements Authentication {}
}
