package io.firmament.device.slot;

import io.firmament.device.core.BootRecord;
import io.firmament.device.core.CommandAnswer;
import io.firmament.device.core.StageVerdict;
import io.firmament.device.core.StorageFailedException;
import io.firmament.device.core.UpdateRefusedException;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.protocol.value.ByteRange;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.ModuleName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One device's boot loop and application, with a cloud that wants it on one version. */
final class ModelDevice {
  private static final int BLOCK_BYTES = 1024;
  private static final int MOST_BOOTS = 12;

  private final SlotFiles files;
  private Scenario scenario;
  private long acknowledged;
  private boolean begun;

  ModelDevice(SlotFiles files, Scenario scenario) {
    this.files = files;
    this.scenario = scenario;
  }

  /**
   * What happens to a device.
   *
   * @param old what it runs at first; put there by the factory where the directory is empty
   * @param wanted what the cloud offers; the old one for no update
   * @param behaviour what the wanted version does on trial
   * @param withdrawn what the cloud offers before, and cancels when it is staged
   * @param cancelled whether the device has answered that cancellation
   */
  record Scenario(
      Firmware old,
      Firmware wanted,
      Behaviour behaviour,
      Optional<Firmware> withdrawn,
      boolean cancelled) {
    Scenario(Firmware old, Firmware wanted, Behaviour behaviour) {
      this(old, wanted, behaviour, Optional.empty(), false);
    }

    Scenario withdrawing(Firmware first) {
      return new Scenario(old, wanted, behaviour, Optional.of(first), false);
    }

    private Scenario afterCancel() {
      return new Scenario(old, wanted, behaviour, withdrawn, true);
    }

    private boolean withdraws(Firmware firmware) {
      return withdrawn.filter(firmware::equals).isPresent();
    }

    /** What may run at all. */
    private List<Firmware> firmware() {
      return Stream.concat(Stream.of(old, wanted), withdrawn.stream()).toList();
    }
  }

  /** What a version does on trial. */
  enum Behaviour {
    WORKS,
    CRASHES,
    SELF_TEST_FAILS
  }

  /** Where a device ended. */
  enum End {
    CONVERGED,
    /** Safe mode, or something ran that is not a complete verified image. */
    BRICK,
    /** An image ran although the device had answered that it is cancelled. */
    CANCELLED_RAN,
    /** It never came to rest. */
    BOOT_LOOP,
    /** What runs is sound, and goes on running, but an update could not be stored or staged. */
    NOT_STORED,
    /** It came to rest, and something else is wrong. */
    WRONG
  }

  /** Where a device ended, and why, for people. */
  record Result(End end, String why) {}

  /** What is left to happen after what did. */
  Scenario remaining() {
    return scenario;
  }

  /** Octets of the update that had been taken when the power went. */
  long acknowledged() {
    return acknowledged;
  }

  /** Whether the store had said that an update is begun, and not yet that it is staged. */
  boolean begun() {
    return begun;
  }

  /** Boots until nothing is left to do. */
  Result run() {
    try {
      for (int boots = 0; boots < MOST_BOOTS; boots++) {
        Optional<Result> result = live();
        if (result.isPresent()) {
          return result.get();
        }
      }
      return new Result(End.BOOT_LOOP, "still booting after " + MOST_BOOTS + " boots");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (StorageFailedException | UpdateRefusedException e) {
      return new Result(End.NOT_STORED, e.toString());
    }
  }

  /** From one boot to the next; a result when there is nothing more to do. */
  private Optional<Result> live()
      throws IOException, StorageFailedException, UpdateRefusedException {
    FileSlotStore store = new FileSlotStore(files, new SlotOptions(1 << 20, 3));
    if (store.isEmpty()) {
      store.fillFactory(scenario.old().image(), scenario.old().stream());
    }
    BootRecord boot = store.boot(BootReason.POWER, image -> true);
    Optional<String> fault = fault(store, boot);
    if (fault.isPresent()) {
      return Optional.of(new Result(End.BRICK, fault.get()));
    }
    boolean wantedRuns = boot.running().orElseThrow().equals(scenario.wanted().image());
    boolean withdrawnRuns =
        scenario.firmware().stream()
            .filter(scenario::withdraws)
            .anyMatch(first -> boot.running().get().equals(first.image()));
    if (withdrawnRuns && scenario.cancelled()) {
      return Optional.of(new Result(End.CANCELLED_RAN, boot.decision().toString()));
    }
    if (boot.trial()) {
      return trial(store, wantedRuns || withdrawnRuns);
    }
    started();
    if (wantedRuns) {
      return Optional.of(atRest(store, UpdateOutcome.Result.UPDATED));
    }
    if (outcome(store).equals(Optional.of(UpdateOutcome.Result.ROLLED_BACK))) {
      return Optional.of(atRest(store, UpdateOutcome.Result.ROLLED_BACK));
    }
    if (scenario.withdrawn().isPresent() && !scenario.cancelled() && !withdrawnRuns) {
      withdraw(store, boot.bootCount());
    }
    if (store.staged().isEmpty()) {
      update(store, scenario.wanted(), boot.bootCount());
    }
    store.announceReset(BootReason.UPDATE, false);
    return Optional.empty();
  }

  /** The cloud offers an image, and cancels it when it is staged. */
  private void withdraw(FileSlotStore store, long boots)
      throws StorageFailedException, UpdateRefusedException {
    update(store, scenario.withdrawn().orElseThrow(), boots);
    store.unstage(RefusalReason.CANCELLED);
    scenario = scenario.afterCancel();
  }

  private Optional<Result> trial(FileSlotStore store, boolean known) throws StorageFailedException {
    if (!known) {
      return Optional.of(new Result(End.BRICK, "something unknown is on trial"));
    }
    if (scenario.behaviour() == Behaviour.CRASHES) {
      return Optional.empty();
    }
    started();
    if (scenario.behaviour() == Behaviour.SELF_TEST_FAILS) {
      store.rollBack(RefusalReason.SELF_TEST);
    } else {
      store.confirm();
    }
    return Optional.empty();
  }

  private void started() {
    if (files instanceof LateBootFiles late) {
      late.applicationStarted();
    }
  }

  /** Every boot is offered the update anew, under another command. */
  private void update(FileSlotStore store, Firmware wanted, long boots)
      throws StorageFailedException, UpdateRefusedException {
    long command = 1_000L * wanted.version() + boots;
    if (store.lastCommand().map(CommandAnswer::commandId).orElse(0L) < command) {
      store.journalCommand(new CommandAnswer(command, new byte[] {0x44}));
    }
    acknowledged = 0;
    begun = false;
    store.beginUpdate(wanted.order(command));
    begun = true;
    acknowledged = store.kept().orElseThrow().receivedBytes();
    for (ByteRange gap : store.missing()) {
      for (long at = gap.offset(); at < gap.end(); at += BLOCK_BYTES) {
        int end = (int) Math.min(at + BLOCK_BYTES, gap.end());
        store.write(at, Arrays.copyOfRange(wanted.octets(), (int) at, end));
        acknowledged = store.kept().orElseThrow().receivedBytes();
      }
    }
    StageVerdict verdict = store.stage(Firmware.IDENTITY, Firmware.ISSUED);
    acknowledged = 0;
    begun = false;
    if (!verdict.isStaged()) {
      throw new StorageFailedException(
          StorageFailedException.Trouble.FAILED, "not staged: " + verdict, null);
    }
  }

  /** The one rule: what runs is a complete, verified image. */
  private Optional<String> fault(FileSlotStore store, BootRecord boot)
      throws IOException, StorageFailedException {
    if (boot.running().isEmpty()) {
      return Optional.of(boot.decision() + " " + boot.trouble().orElse(""));
    }
    Digest actual;
    try (InputStream running = store.openRunning()) {
      actual = Digest.of(running.readAllBytes());
    }
    boolean known = scenario.firmware().stream().map(Firmware::digest).anyMatch(actual::equals);
    return known && actual.equals(boot.running().get().facts().digest())
        ? Optional.empty()
        : Optional.of("what runs has SHA-256 " + actual);
  }

  private Result atRest(FileSlotStore store, UpdateOutcome.Result expected) {
    boolean updating = !scenario.old().equals(scenario.wanted());
    boolean worked = scenario.behaviour() == Behaviour.WORKS;
    Firmware confirmed = worked ? scenario.wanted() : scenario.old();
    if (updating && !outcome(store).equals(Optional.of(expected))
        || worked != (expected == UpdateOutcome.Result.UPDATED)) {
      return new Result(End.WRONG, "came to rest after " + store.lastOutcome());
    }
    if (!confirmed.image().equals(store.confirmed().get(ModuleName.APPLICATION))) {
      return new Result(End.WRONG, "confirmed is " + store.confirmed());
    }
    if (store.floors().of(ModuleName.APPLICATION) != confirmed.version()) {
      return new Result(End.WRONG, "the floors are " + store.floors());
    }
    if (store.kept().isPresent() || store.staged().isPresent()) {
      return new Result(End.WRONG, "left over: " + store.kept() + store.staged());
    }
    return new Result(End.CONVERGED, "");
  }

  /** How the update to the wanted version ended; an older update's end is none of our business. */
  private Optional<UpdateOutcome.Result> outcome(FileSlotStore store) {
    return store
        .lastOutcome()
        .filter(outcome -> outcome.image().equals(scenario.wanted().digest()))
        .map(UpdateOutcome::result);
  }
}
