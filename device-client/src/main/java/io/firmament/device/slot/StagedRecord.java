package io.firmament.device.slot;

import io.firmament.device.core.InstalledImage;
import io.firmament.device.core.StagedImage;
import java.time.Instant;

/**
 * An image that waits for its trial or is on trial.
 *
 * @param at where it is
 * @param commandId the command that offered it
 * @param attemptsLeft how many more boots may try it
 * @param trialled whether a boot has tried it
 * @param since when it was staged
 */
record StagedRecord(
    SlotRecord at, long commandId, int attemptsLeft, boolean trialled, Instant since) {
  StagedRecord tried() {
    return new StagedRecord(at, commandId, attemptsLeft - 1, true, since);
  }

  StagedImage describe(InstalledImage image) {
    return new StagedImage(commandId, image, attemptsLeft, trialled, since);
  }
}
