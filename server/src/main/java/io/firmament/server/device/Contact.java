package io.firmament.server.device;

import java.time.Instant;
import java.util.Optional;

/**
 * When a device was here, as far as it has been written down; a running session knows better.
 *
 * @param lastSeen when it was last heard; empty if never
 * @param expectedBack when it said it would wake again; empty if it did not
 * @param left whether the last that was written down is its goodbye
 */
public record Contact(Optional<Instant> lastSeen, Optional<Instant> expectedBack, boolean left) {
  /** Never heard. */
  public static final Contact NEVER = new Contact(Optional.empty(), Optional.empty(), false);

  /** Heard just now. */
  public static Contact at(Instant now) {
    return new Contact(Optional.of(now), Optional.empty(), false);
  }

  /** Said goodbye just now. */
  public static Contact goodbye(Instant now, Optional<Instant> back) {
    return new Contact(Optional.of(now), back, true);
  }
}
