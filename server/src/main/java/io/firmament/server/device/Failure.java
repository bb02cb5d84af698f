package io.firmament.server.device;

import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An image that failed on a device. It is kept until somebody says {@code retry}, so that a bad
 * image is not sent again and again.
 *
 * @param image the image
 * @param version its version
 * @param cause what went wrong
 * @param times how often it did, at least 1
 * @param condition what the device was when it did: {@link DeviceFacts#condition} or, where a boot
 *     may help, {@link DeviceFacts#conditionOfBoot}
 * @param detail the device's own word for it; may be empty
 * @param since when it last did
 */
public record Failure(
    Digest image,
    FirmwareVersion version,
    FailureClass cause,
    int times,
    String condition,
    String detail,
    Instant since) {
  private static final int VERIFY_TRIES = 2;
  private static final Duration FIRST_PAUSE = Duration.ofHours(1);
  private static final int MOST_DOUBLINGS = 4;

  /**
   * Whether the image is held back from a device that says this of itself now.
   *
   * @param facts its last full hello
   */
  public boolean holdsBack(DeviceFacts facts) {
    return switch (cause) {
      case NETWORK, LOOP_GUARD -> false;
      case REFUSED ->
          condition.equals(facts.condition()) || condition.equals(facts.conditionOfBoot());
      case VERIFY_FAILED -> times >= VERIFY_TRIES;
      case ROLLED_BACK, LOST, CANCELLED -> true;
    };
  }

  /**
   * Until when the loop guard holds the image back, where this is its doing: an hour, and twice as
   * long each time, up to 16 hours (feature SM10).
   */
  public Optional<Instant> guardedUntil() {
    return cause == FailureClass.LOOP_GUARD
        ? Optional.of(
            since.plus(FIRST_PAUSE.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS))))
        : Optional.empty();
  }

  /** This failure after another one of the same image and class. */
  Failure countedOn(Failure before) {
    return new Failure(image, version, cause, before.times + 1, condition, detail, since);
  }
}
