package io.firmament.server.device;

import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import java.time.Instant;

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

  /**
   * Whether the image is held back from a device that says this of itself now.
   *
   * @param facts its last full hello
   */
  public boolean holdsBack(DeviceFacts facts) {
    return switch (cause) {
      case NETWORK -> false;
      case REFUSED ->
          condition.equals(facts.condition()) || condition.equals(facts.conditionOfBoot());
      case VERIFY_FAILED -> times >= VERIFY_TRIES;
      case ROLLED_BACK, LOST, CANCELLED -> true;
    };
  }

  /** This failure after another one of the same image and class. */
  Failure countedOn(Failure before) {
    return new Failure(image, version, cause, before.times + 1, condition, detail, since);
  }
}
