package io.firmament.server.transfer;

import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.device.DeviceFacts;
import io.firmament.server.device.Failure;
import io.firmament.server.device.FailureClass;
import java.time.Instant;
import java.util.Optional;

/** What follows from a device's reason for ending an update. */
public final class FailureRule {
  private FailureRule() {}

  /**
   * The class of a reason; empty where nothing failed: the device is busy, its application allows
   * no updates, or the cloud itself cancelled.
   */
  public static Optional<FailureClass> classOf(RefusalReason reason) {
    return switch (reason) {
      case UPDATES_DISABLED, BUSY, CANCELLED -> Optional.empty();
      case NOT_FOUND -> Optional.of(FailureClass.NETWORK);
      case WRONG_MANIFEST, ENCODED_DIGEST, DECODE_FAILED, IMAGE_DIGEST ->
          Optional.of(FailureClass.VERIFY_FAILED);
      case SELF_TEST, CRASHED, NOT_CONFIRMED -> Optional.of(FailureClass.ROLLED_BACK);
      case MALFORMED_MANIFEST,
          BAD_SIGNATURE,
          UNKNOWN_KEY,
          REVOKED_KEY,
          WRONG_PRODUCT,
          WRONG_PLATFORM,
          WRONG_DEVICE,
          BELOW_FLOOR,
          EXPIRED,
          DOWNGRADE,
          ENCODED_TOO_LARGE,
          NO_SPACE,
          IMAGE_TOO_LARGE,
          UNMET_DEPENDENCY,
          CODING,
          STORAGE,
          ALREADY_RUNNING,
          KEY_NOT_FOR_PRODUCT,
          UNTRUSTED_ROOT ->
          Optional.of(FailureClass.REFUSED);
    };
  }

  /**
   * What is to be remembered of a failed attempt.
   *
   * @param facts what the device was then
   * @return empty where nothing is held against the image
   */
  public static Optional<Failure> failure(
      Attempt attempt, RefusalReason reason, DeviceFacts facts, Instant now) {
    return classOf(reason)
        .filter(c -> c != FailureClass.NETWORK)
        .map(
            c ->
                new Failure(
                    attempt.image(),
                    attempt.to(),
                    c,
                    1,
                    bootMayHelp(reason) ? facts.conditionOfBoot() : facts.condition(),
                    reason.name(),
                    now));
  }

  /**
   * What is to be remembered of an image that ran and was rolled back, whatever the attempt was.
   *
   * @param version its version, as far as anybody knows
   * @param facts what the device is now
   * @return empty when it was the cloud itself that cancelled
   */
  public static Optional<Failure> rolledBack(
      UpdateOutcome outcome, FirmwareVersion version, DeviceFacts facts, Instant now) {
    RefusalReason reason = outcome.reason().orElse(RefusalReason.NOT_CONFIRMED);
    if (reason == RefusalReason.CANCELLED) {
      return Optional.empty();
    }
    return Optional.of(
        new Failure(
            outcome.image(),
            version,
            FailureClass.ROLLED_BACK,
            1,
            facts.condition(),
            reason.name(),
            now));
  }

  private static boolean bootMayHelp(RefusalReason reason) {
    return reason == RefusalReason.NO_SPACE || reason == RefusalReason.STORAGE;
  }
}
