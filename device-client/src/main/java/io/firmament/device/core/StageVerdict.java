package io.firmament.device.core;

import io.firmament.protocol.message.RefusalReason;
import java.util.Optional;

/**
 * What came of staging.
 *
 * @param failure {@code ENCODED_DIGEST}, {@code DECODE_FAILED} or {@code IMAGE_DIGEST} (also for a
 *     wrong size); empty when the image is staged
 * @param detail expected and actual, for people; empty when the image is staged
 */
public record StageVerdict(Optional<RefusalReason> failure, String detail) {
  /** The image is complete, verified and committed: the next boot tries it. */
  public static StageVerdict staged() {
    return new StageVerdict(Optional.empty(), "");
  }

  /** The image was refused; nothing of it is kept. */
  public static StageVerdict refused(RefusalReason failure, String detail) {
    return new StageVerdict(Optional.of(failure), detail);
  }

  /** Whether the next boot tries the image. */
  public boolean isStaged() {
    return failure.isEmpty();
  }
}
