package io.firmament.device.core;

import io.firmament.protocol.value.FirmwareVersion;
import java.time.Instant;
import java.util.Optional;

/**
 * How the last update ended: what the next hello says.
 *
 * @param commandId the command that offered it; together with the result it tells a repeat
 * @param result how it ended
 * @param reason why it ended so
 * @param from the version that was confirmed before; empty where there was none
 * @param image the image that was to be installed
 * @param at when, by the device's clock
 */
public record UpdateOutcome(
    long commandId,
    Result result,
    Reason reason,
    Optional<FirmwareVersion> from,
    ImageFacts image,
    Instant at) {
  /** How an update ended. */
  public enum Result {
    /** The new image runs and is confirmed. */
    UPDATED,
    /** The new image ran, was not confirmed, and the device went back. */
    ROLLED_BACK,
    /** The new image never ran. */
    FAILED
  }

  /** Why an update ended. Stored by name: names never change their meaning. */
  public enum Reason {
    /** Self-test passed and the cloud was reached. */
    CONFIRMED,
    /** Every attempt was a boot that was not confirmed: the image crashed, or lost its power. */
    ATTEMPTS_USED_UP,
    /** The image's self-test failed. */
    SELF_TEST_FAILED,
    /** Not confirmed within the time given ({@code confirmWithin}). */
    NOT_CONFIRMED_IN_TIME,
    /** What was received is not what was announced: its SHA-256 differs. */
    ENCODED_DIGEST_DIFFERS,
    /** The decoder refused what was received. */
    UNDECODABLE,
    /** The decoded image is shorter or longer than its manifest says. */
    IMAGE_SIZE_DIFFERS,
    /** The decoded image's SHA-256 is not the manifest's. */
    IMAGE_DIGEST_DIFFERS,
    /** The image in the slot was damaged after it had been verified. */
    SLOT_DAMAGED,
    /** The image needs a module that the device does not have. */
    DEPENDENCY_UNMET,
    /** The application or its owner gave it up. */
    GIVEN_UP
  }
}
