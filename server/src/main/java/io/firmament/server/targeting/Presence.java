package io.firmament.server.targeting;

import io.firmament.protocol.message.Flags;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a device is here, and what it lets be done with it.
 *
 * @param online it can be reached and has said what it is
 * @param lastSeen when it was last heard; empty if never
 * @param expectedBack when it said it would wake, if it did
 * @param lastTrigger when its last handshake, resumption or wake was; empty if not since the start
 * @param flags what it last said is switched on
 * @param flagsSince since when that is so
 * @param place its place in the queue for a transfer, from 1; empty where it need not wait
 */
public record Presence(
    boolean online,
    Optional<Instant> lastSeen,
    Optional<Instant> expectedBack,
    Optional<Instant> lastTrigger,
    Flags flags,
    Optional<Instant> flagsSince,
    Optional<Long> place) {
  /** The same at a place in the queue. */
  public Presence inQueue(Optional<Long> now) {
    return now.equals(place)
        ? this
        : new Presence(online, lastSeen, expectedBack, lastTrigger, flags, flagsSince, now);
  }
}
