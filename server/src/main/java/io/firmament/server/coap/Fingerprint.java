package io.firmament.server.coap;

import io.firmament.protocol.value.Digest;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import org.eclipse.californium.elements.auth.AdditionalInfo;
import org.eclipse.californium.elements.auth.ExtensiblePrincipal;

/**
 * Which credential a session was made with, so that it cannot be resumed once the device has
 * another one. A digest of a secret: it is kept encrypted and never shown.
 *
 * @param text the kind of credential and a digest of it
 */
record Fingerprint(String text) {
  private static final String KEY = "credential";
  private static final String PSK = "psk:";

  static Fingerprint ofPsk(byte[] key) {
    return new Fingerprint(PSK + Digest.of(key).hex());
  }

  /** What Scandium is to remember with a principal. */
  AdditionalInfo info() {
    return AdditionalInfo.from(Map.of(KEY, this));
  }

  /** What {@link #info} left with a principal; empty for one that was read from a file. */
  static Optional<Fingerprint> of(Principal principal) {
    return principal instanceof ExtensiblePrincipal<?> extensible
        ? Optional.ofNullable(extensible.getExtendedInfo())
            .map(info -> info.get(KEY, Fingerprint.class))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "Fingerprint";
  }
}
