package io.firmament.device.slot;

import io.firmament.device.core.BootDecision;
import io.firmament.device.core.BootInputs;
import io.firmament.device.core.BootRecord;
import io.firmament.device.core.Dependencies;
import io.firmament.device.core.InstalledImage;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.ModuleName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What runs before any firmware: looks at the slots, decides, makes the decision durable, and only
 * then lets something start. An attempt is taken off before the trial that it pays for; where that
 * cannot be stored, the confirmed image runs.
 */
final class BootStub {
  private final SlotFiles files;
  private final SlotImages images;
  private final StateFiles state;
  private final List<String> trouble;

  BootStub(SlotFiles files, SlotImages images, StateFiles state) {
    this.files = files;
    this.images = images;
    this.state = state;
    this.trouble = new ArrayList<>(state.damage());
  }

  /**
   * A boot that happened.
   *
   * @param record what it started
   * @param slot where that is; empty in safe mode
   */
  record Booted(BootRecord record, Optional<Slot> slot) {}

  /**
   * Removes what a cut left behind, and finds the transfer that was under way. A transfer whose
   * image is in a slot already has been staged: it must not be staged once more, least of all after
   * it was rolled back. So this comes before the decision, whose commit makes the removal durable.
   */
  Optional<Transfer> tidy() {
    try {
      for (String name : files.list()) {
        if (name.endsWith(FileNames.ASIDE)) {
          files.delete(name);
        }
      }
      Optional<Transfer> found = Transfer.load(files);
      if (found.filter(this::isInASlot).isPresent()) {
        Transfer.drop(files);
        return Optional.empty();
      }
      return found;
    } catch (IOException e) {
      trouble.add(StorageTrouble.of("tidy up", e).getMessage());
    } catch (DamagedRecordException e) {
      trouble.add("the transfer's journal is damaged, it begins anew: " + e.getMessage());
    }
    return Optional.empty();
  }

  /** Decides, makes that durable, and says what to start. */
  Booted boot(BootReason cause, Dependencies dependencies) {
    StoreState before = state.current();
    BootInputs inputs = inputs(before, dependencies);
    BootDecision decision = BootDecision.decide(inputs);
    try {
      state.commit(before.booting(decision, reasonToDrop(inputs)));
    } catch (IOException e) {
      trouble.add(StorageTrouble.of("store the boot's decision", e).getMessage());
      decision = BootDecision.decide(inputs.withoutStaged());
      state.assume(before.with(before.history().booted()));
    }
    Optional<Slot> slot = slot(decision, before);
    return new Booted(
        new BootRecord(
            decision,
            slot.flatMap(images::at),
            decision == BootDecision.TRIAL,
            before.history().bootCount() + 1,
            reason(decision, before, cause),
            trouble.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", trouble))),
        slot);
  }

  private boolean isInASlot(Transfer transfer) {
    Digest image = transfer.order().image().facts().digest();
    StoreState current = state.current();
    return current.confirmed().values().stream().anyMatch(r -> r.facts().digest().equals(image))
        || current.staged().filter(r -> r.at().facts().digest().equals(image)).isPresent();
  }

  private BootInputs inputs(StoreState before, Dependencies dependencies) {
    Optional<StagedRecord> staged = before.staged();
    Optional<SlotRecord> confirmed = application(before);
    Optional<InstalledImage> stagedImage = staged.flatMap(record -> sound(record.at()));
    Optional<InstalledImage> confirmedImage = confirmed.flatMap(this::sound);
    return new BootInputs(
        before.history().safeModeAsked(),
        staged.isPresent(),
        staged.filter(StagedRecord::trialled).isPresent(),
        staged.filter(record -> record.attemptsLeft() > 0).isPresent(),
        stagedImage.isPresent(),
        stagedImage.filter(dependencies::areMetFor).isPresent(),
        confirmed.isPresent(),
        confirmedImage.isPresent(),
        confirmedImage.filter(dependencies::areMetFor).isPresent());
  }

  private Optional<InstalledImage> sound(SlotRecord record) {
    if (!images.check(record)) {
      trouble.add(record.slot().image() + " is damaged: it is not started");
    }
    return images.at(record.slot());
  }

  private static Optional<SlotRecord> application(StoreState state) {
    return Optional.ofNullable(state.confirmed().get(ModuleName.APPLICATION));
  }

  private static RefusalReason reasonToDrop(BootInputs inputs) {
    if (!inputs.stagedSound()) {
      return RefusalReason.IMAGE_DIGEST;
    }
    return inputs.stagedDependenciesMet() ? RefusalReason.CRASHED : RefusalReason.UNMET_DEPENDENCY;
  }

  private static Optional<Slot> slot(BootDecision decision, StoreState before) {
    return switch (decision) {
      case TRIAL -> before.staged().map(record -> record.at().slot());
      case RUN_ACTIVE, ROLL_BACK -> application(before).map(SlotRecord::slot);
      case SAFE_MODE -> Optional.empty();
    };
  }

  private static BootReason reason(BootDecision decision, StoreState before, BootReason cause) {
    if (decision == BootDecision.ROLL_BACK) {
      return BootReason.ROLLBACK;
    }
    boolean firstTrial =
        decision == BootDecision.TRIAL
            && before.staged().filter(record -> !record.trialled()).isPresent();
    return before.history().announced().orElse(firstTrial ? BootReason.UPDATE : cause);
  }
}
