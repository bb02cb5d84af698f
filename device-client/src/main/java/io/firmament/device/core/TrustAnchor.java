package io.firmament.device.core;

import io.firmament.protocol.manifest.Root;
import io.firmament.protocol.manifest.TrustedKeys;
import java.util.Optional;

/**
 * Whom a device believes when it leaves its factory.
 *
 * @param keys release keys that nothing changes; not looked at where there is a root document
 * @param root the root document that leads to all newer ones; empty where there is none
 */
public record TrustAnchor(TrustedKeys keys, Optional<Root> root) {
  /** Trust in release keys alone. */
  public static TrustAnchor of(TrustedKeys keys) {
    return new TrustAnchor(keys, Optional.empty());
  }

  /** Trust in a root document. */
  public static TrustAnchor of(Root root) {
    return new TrustAnchor(root.trustedKeys(), Optional.of(root));
  }
}
