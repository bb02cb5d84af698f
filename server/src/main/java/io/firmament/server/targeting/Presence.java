package io.firmament.server.targeting;

import io.firmament.server.device.Availability;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a device is here, and what it lets be done with it.
 *
 * @param online it can be reached and has said what it is
 * @param lastSeen when it was last heard; empty if never
 * @param expectedBack when it said it would wake, if it did
 * @param lastTrigger when its last handshake, resumption or wake was; empty if not since the start
 * @param availability what it last said that it lets be done
 * @param availableSince since when that is so
 */
public record Presence(
    boolean online,
    Optional<Instant> lastSeen,
    Optional<Instant> expectedBack,
    Optional<Instant> lastTrigger,
    Availability availability,
    Optional<Instant> availableSince) {}
