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
 * @param factsDigest what the device was when it did ({@link DeviceFacts#digest})
 * @param detail the device's own word or code for it; may be empty
 * @param since when it last did
 */
public record Failure(
    Digest image,
    FirmwareVersion version,
    FailureClass cause,
    int times,
    String factsDigest,
    String detail,
    Instant since) {
  private static final int VERIFY_TRIES = 2;

  /**
   * Whether the image is held back from a device that says this of itself now.
   *
   * @param factsNow the digest of its last full hello
   */
  public boolean holdsBack(String factsNow) {
    return switch (cause) {
      case NETWORK -> false;
      case REFUSED -> factsDigest.equals(factsNow);
      case VERIFY_FAILED -> times >= VERIFY_TRIES;
      case ROLLED_BACK, LOST -> true;
    };
  }

  /** The same failure once more. */
  public Failure again(String facts, String newDetail, Instant now) {
    return new Failure(image, version, cause, times + 1, facts, newDetail, now);
  }
}
