package io.firmament.device.core;

import java.util.List;
import java.util.Optional;

/**
 * What came of staging.
 *
 * @param failure why it failed; empty when the image is staged
 * @param detail expected and actual, for people; empty when the image is staged
 */
public record StageVerdict(Optional<UpdateOutcome.Reason> failure, String detail) {
  /** Every reason that staging fails for. */
  public static final List<UpdateOutcome.Reason> FAILURES =
      List.of(
          UpdateOutcome.Reason.ENCODED_DIGEST_DIFFERS,
          UpdateOutcome.Reason.UNDECODABLE,
          UpdateOutcome.Reason.IMAGE_SIZE_DIFFERS,
          UpdateOutcome.Reason.IMAGE_DIGEST_DIFFERS);

  /** The image is complete, verified and committed: the next boot tries it. */
  public static StageVerdict staged() {
    return new StageVerdict(Optional.empty(), "");
  }

  /** The image was refused; nothing of it is kept. */
  public static StageVerdict refused(UpdateOutcome.Reason failure, String detail) {
    return new StageVerdict(Optional.of(failure), detail);
  }

  /** Whether the next boot tries the image. */
  public boolean isStaged() {
    return failure.isEmpty();
  }
}
