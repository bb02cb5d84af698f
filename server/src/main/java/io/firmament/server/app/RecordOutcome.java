package io.firmament.server.app;

import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.value.ModuleName;
import io.firmament.server.device.DeviceFacts;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Failure;
import io.firmament.server.device.FailureClass;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.AttemptRule;
import io.firmament.server.transfer.AttemptState;
import io.firmament.server.transfer.FailureRule;
import java.time.Instant;
import java.util.Optional;

/**
 * Moves an attempt on, with all that follows: what failed is held against the image, what went well
 * lifts that, and the event stream hears of it. Part of a bigger change.
 */
final class RecordOutcome {
  private RecordOutcome() {}

  /**
   * Adds a step to a change.
   *
   * @param device the device as the change leaves it
   * @return the device with what the step means for it: to be written by the caller
   */
  static DeviceRecord step(
      Change.Builder change,
      DeviceRecord device,
      Stored<Attempt> latest,
      AttemptRule.Step step,
      Instant now) {
    return step(change, device, latest, step, now, now);
  }

  /**
   * Adds a step to a change.
   *
   * @param since when it happened, as the device says
   */
  static DeviceRecord step(
      Change.Builder change,
      DeviceRecord device,
      Stored<Attempt> latest,
      AttemptRule.Step step,
      Instant since,
      Instant now) {
    Attempt before = latest.value();
    String why = step.reason().map(Enum::name).orElse("");
    Attempt after = before.in(step.state(), why, since);
    if (after.equals(before)) {
      return device;
    }
    move(change, device, latest, after);
    tell(change, device, before, after, now);
    return consequences(device, after, step, now);
  }

  /**
   * Adds what became of an attempt that another one has taken the place of.
   *
   * @param past as it is remembered
   */
  static DeviceRecord late(
      Change.Builder change,
      DeviceRecord device,
      Stored<Attempt> past,
      AttemptRule.Step step,
      Instant now) {
    String why = step.reason().map(Enum::name).orElse("");
    Attempt after = past.value().in(step.state(), why, now);
    Attempts.correct(change, past, after);
    tell(change, device, past.value(), after, now);
    return consequences(device, after, step, now);
  }

  /** A device went to boot and did not come back: held against the image until it does. */
  static DeviceRecord lost(
      Change.Builder change, DeviceRecord device, Stored<Attempt> latest, Instant now) {
    return given(change, device, latest, AttemptState.LOST, FailureClass.LOST, now);
  }

  /** A device begins again and again: it is left in peace for a time. */
  static DeviceRecord looped(
      Change.Builder change, DeviceRecord device, Stored<Attempt> latest, Instant now) {
    return given(change, device, latest, AttemptState.FAILED, FailureClass.LOOP_GUARD, now);
  }

  private static DeviceRecord given(
      Change.Builder change,
      DeviceRecord device,
      Stored<Attempt> latest,
      AttemptState end,
      FailureClass cause,
      Instant now) {
    Attempt after = latest.value().in(end, cause.name(), now);
    move(change, device, latest, after);
    change.event(EventNames.of(device, EventNames.FLASH_STATUS, EventNames.FAILED, now));
    String condition = device.facts().map(DeviceFacts::condition).orElse("");
    return device.withFailure(
        new Failure(after.image(), after.to(), cause, 1, condition, cause.name(), now));
  }

  /** What was flashed by hand is nobody's target any more once it has ended (TGT3, TGT4). */
  private static void move(
      Change.Builder change, DeviceRecord device, Stored<Attempt> latest, Attempt after) {
    Attempts.move(change, device.id(), latest, after);
    if (after.state().ended() && after.cause().byHand()) {
      change.drop(Tables.FLASHES, Tables.key(device.product(), device.id()));
    }
  }

  private static DeviceRecord consequences(
      DeviceRecord device, Attempt after, AttemptRule.Step step, Instant now) {
    if (step.state() == AttemptState.UPDATED) {
      return device.withoutFailures(after.image());
    }
    return step.reason()
        .flatMap(r -> device.facts().flatMap(f -> failure(after, r, f, now)))
        .map(f -> device.foundWith(f.image()).withFailure(f))
        .orElse(device);
  }

  /** A version that runs again after it was left is none that failed. */
  private static Optional<Failure> failure(
      Attempt after, RefusalReason reason, DeviceFacts facts, Instant now) {
    boolean runs =
        after.state() == AttemptState.ROLLED_BACK
            && facts.runs(ModuleName.APPLICATION, after.image());
    return runs ? Optional.empty() : FailureRule.failure(after, reason, facts, now);
  }

  /**
   * "success" means that all arrived whole, not that the new version runs, as in Particle's cloud;
   * it is told once, whatever becomes of the update.
   */
  private static void tell(
      Change.Builder change, DeviceRecord device, Attempt before, Attempt after, Instant now) {
    AttemptState end = after.state();
    if (before.reached() == AttemptState.OFFERED && end != AttemptState.FAILED) {
      change.event(EventNames.of(device, EventNames.FLASH_STATUS, EventNames.STARTED, now));
    }
    if (!AttemptRule.transferred(before.reached()) && AttemptRule.transferred(end)) {
      change.event(EventNames.of(device, EventNames.FLASH_STATUS, EventNames.SUCCESS, now));
    }
    if (end == AttemptState.FAILED) {
      change.event(EventNames.of(device, EventNames.FLASH_STATUS, EventNames.FAILED, now));
    }
    if (end == AttemptState.ROLLED_BACK) {
      change.event(EventNames.of(device, EventNames.FLASH_STATUS, EventNames.ROLLED_BACK, now));
    }
  }
}
