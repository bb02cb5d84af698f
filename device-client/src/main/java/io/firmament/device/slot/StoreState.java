package io.firmament.device.slot;

import io.firmament.device.core.BootDecision;
import io.firmament.device.core.CommandAnswer;
import io.firmament.device.core.SecurityFloors;
import io.firmament.device.core.UpdateOrder;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.protocol.message.UpdateOutcome.Result;
import io.firmament.protocol.value.ModuleName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All that was decided. It changes as a whole, in one write.
 *
 * @param history what was counted and announced
 * @param confirmed the confirmed image of each module
 * @param staged the image that waits for its trial or is on trial
 * @param floors below what a manifest is refused
 * @param outcome how the last update ended
 * @param command the last command and its answer
 */
record StoreState(
    History history,
    Map<ModuleName, SlotRecord> confirmed,
    Optional<StagedRecord> staged,
    SecurityFloors floors,
    Optional<UpdateOutcome> outcome,
    Optional<CommandAnswer> command) {
  /** Nothing was ever decided. */
  static final StoreState EMPTY =
      new StoreState(
          new History(0, false, false, Optional.empty()),
          Map.of(),
          Optional.empty(),
          SecurityFloors.NONE,
          Optional.empty(),
          Optional.empty());

  StoreState {
    confirmed = Map.copyOf(confirmed);
  }

  /**
   * What was counted and announced.
   *
   * @param bootCount boots so far
   * @param lost the state was damaged beyond use once, and no image was confirmed since
   * @param safeModeAsked the next boot starts no application
   * @param announced why the next boot will happen
   */
  record History(
      long bootCount, boolean lost, boolean safeModeAsked, Optional<BootReason> announced) {
    History booted() {
      return new History(bootCount + 1, lost, false, Optional.empty());
    }

    History announcing(BootReason reason, boolean safeMode) {
      return new History(bootCount, lost, safeMode, Optional.of(reason));
    }

    History withLost(boolean value) {
      return new History(bootCount, value, safeModeAsked, announced);
    }
  }

  /** Whether a slot must be left alone. */
  boolean uses(Slot slot) {
    return confirmed.values().stream().anyMatch(record -> record.slot() == slot)
        || staged.filter(record -> record.at().slot() == slot).isPresent();
  }

  /** The staged image, where it is the one that runs. */
  Optional<StagedRecord> onTrial(Optional<Slot> running) {
    return staged
        .filter(StagedRecord::trialled)
        .filter(record -> Optional.of(record.at().slot()).equals(running));
  }

  /** The state to make durable before a boot starts what was decided. */
  StoreState booting(BootDecision decision, RefusalReason ifDropped) {
    StoreState counted = with(history.booted());
    if (decision == BootDecision.TRIAL) {
      return counted.with(staged.map(StagedRecord::tried));
    }
    boolean asked = decision == BootDecision.SAFE_MODE && history.safeModeAsked();
    return asked ? counted : counted.dropped(ifDropped);
  }

  /** The staged image is given up, with the outcome that says so; without one nothing changes. */
  StoreState dropped(RefusalReason reason) {
    return staged
        .map(
            record ->
                with(Optional.<StagedRecord>empty())
                    .ended(
                        new UpdateOutcome(
                            record.commandId(),
                            record.trialled() ? Result.ROLLED_BACK : Result.FAILED,
                            Optional.of(reason),
                            record.at().facts().digest())))
        .orElse(this);
  }

  /** An update ended before its image was staged. */
  StoreState failed(UpdateOrder order, RefusalReason reason) {
    return ended(
        new UpdateOutcome(
            order.commandId(), Result.FAILED, Optional.of(reason), order.image().facts().digest()));
  }

  /** The staged image becomes the confirmed one, and the floors rise with it. */
  StoreState confirming() {
    StagedRecord record = staged.orElseThrow();
    return with(Optional.<StagedRecord>empty())
        .installed(record.at())
        .ended(
            new UpdateOutcome(
                record.commandId(),
                Result.UPDATED,
                Optional.empty(),
                record.at().facts().digest()));
  }

  /** An image is the confirmed one of its module. */
  StoreState installed(SlotRecord record) {
    Map<ModuleName, SlotRecord> images = new HashMap<>(confirmed);
    images.put(record.facts().module(), record);
    return new StoreState(
        history.withLost(false), images, staged, floors.raisedBy(record.facts()), outcome, command);
  }

  StoreState with(History value) {
    return new StoreState(value, confirmed, staged, floors, outcome, command);
  }

  StoreState with(Optional<StagedRecord> value) {
    return new StoreState(history, confirmed, value, floors, outcome, command);
  }

  StoreState ended(UpdateOutcome value) {
    return new StoreState(history, confirmed, staged, floors, Optional.of(value), command);
  }

  StoreState answered(CommandAnswer value) {
    return new StoreState(history, confirmed, staged, floors, outcome, Optional.of(value));
  }
}
