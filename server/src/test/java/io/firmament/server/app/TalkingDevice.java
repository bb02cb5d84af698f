package io.firmament.server.app;

import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.Hello;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.HelloDigest;
import io.firmament.protocol.message.ModuleState;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.ReportId;
import io.firmament.protocol.message.ShortHello;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.message.StatusVerdict;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.device.DeviceFixtures;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A device as docs/protocol.md has it, in a page: what it journals survives a boot, what it reports
 * does not; it takes no offer while a version is on trial; it confirms a version once it runs and
 * has met the cloud, and says how its last update ended until another one has ended. It keeps a
 * diary of what truly happened.
 */
final class TalkingDevice {
  private static final int TRIES = 3;

  private final Function<Digest, Integer> versionOf;
  private final Set<Integer> crashing;

  /** What truly happened: {@code +2} for a confirmed version, {@code -3} for one that was left. */
  final List<String> diary = new ArrayList<>();

  // On its disk.
  private int confirmed = 1;
  private Optional<Staged> staged = Optional.empty();
  private Optional<UpdateOutcome> outcome = Optional.empty();
  private long boots = 1;
  private long lastCommand;
  private boolean taken;

  // In its memory.
  private boolean onTrial;
  private boolean pending;
  private Optional<Offer> receiving = Optional.empty();
  private Optional<HelloDigest> acknowledged = Optional.empty();
  private final Deque<Status> reports = new ArrayDeque<>();
  private long number;

  /** A version that waits for its trial, or is on trial. */
  private record Staged(long command, int version) {}

  /**
   * @param versionOf which version a manifest is of
   * @param crashing versions that never work
   */
  TalkingDevice(Function<Digest, Integer> versionOf, Set<Integer> crashing) {
    this.versionOf = versionOf;
    this.crashing = crashing;
  }

  /** What it says of itself now. */
  Hello hello() {
    FullHello full = full();
    return acknowledged.filter(full.digest()::equals).isPresent()
        ? new ShortHello(full.digest(), full.flags())
        : full;
  }

  private FullHello full() {
    int runs = onTrial ? staged.orElseThrow().version() : confirmed;
    return new DeviceFixtures(
            DeviceFixtures.PRODUCT,
            DeviceFixtures.PLATFORM,
            new FirmwareVersion(runs),
            ServerFixture.image(runs),
            onTrial ? ModuleState.TRIAL : ModuleState.CONFIRMED,
            boots,
            outcome,
            0,
            1 << 20,
            Flags.DEFAULT.with(Flags.UPDATE_PENDING, pending))
        .hello();
  }

  /** Hears the answer to a hello: it has met the cloud. */
  void met(Hello said, HelloAnswer answer) {
    if (answer instanceof HelloAnswer.SendFull) {
      acknowledged = Optional.empty();
      return;
    }
    acknowledged = Optional.of(said.digest());
    if (onTrial && !crashing.contains(staged.orElseThrow().version())) {
      confirm();
    }
    if (answer instanceof HelloAnswer.Update update) {
      long command = update.offer().commandId();
      offered(update.offer())
          .ifPresent(reason -> report(command, Status.Phase.FAILED, Optional.of(reason)));
    }
  }

  private void confirm() {
    Staged done = staged.orElseThrow();
    confirmed = done.version();
    outcome = Optional.of(outcome(done, UpdateOutcome.Result.UPDATED, Optional.empty()));
    staged = Optional.empty();
    onTrial = false;
    diary.add("+" + confirmed);
  }

  /** Takes an offer, or says why not. */
  Optional<RefusalReason> offered(Offer offer) {
    long command = offer.commandId();
    boolean active = receiving.filter(o -> o.commandId() == command).isPresent();
    if (command < lastCommand || active || command == lastCommand && taken && staged.isPresent()) {
      return Optional.empty();
    }
    if (onTrial) {
      return Optional.of(RefusalReason.BUSY);
    }
    lastCommand = command;
    taken = true;
    receiving = Optional.of(offer);
    staged = Optional.empty();
    report(command, Status.Phase.STARTED, Optional.empty());
    return Optional.empty();
  }

  /** Hears that an update is to be given up. */
  void cancelled(long command) {
    if (receiving.filter(o -> o.commandId() == command).isPresent()) {
      receiving = Optional.empty();
    } else if (!onTrial && staged.filter(s -> s.command() == command).isPresent()) {
      outcome =
          Optional.of(
              outcome(
                  staged.get(), UpdateOutcome.Result.FAILED, Optional.of(RefusalReason.CANCELLED)));
      staged = Optional.empty();
    }
  }

  private UpdateOutcome outcome(
      Staged what, UpdateOutcome.Result result, Optional<RefusalReason> reason) {
    return new UpdateOutcome(what.command(), result, reason, ServerFixture.image(what.version()));
  }

  /**
   * Goes on: from a transfer to an image, from an image to its trial, out of a trial that fails.
   *
   * @return whether it booted, or empty where it has nothing to do
   */
  Optional<Boolean> goOn() {
    if (receiving.isPresent()) {
      Offer offer = receiving.get();
      staged = Optional.of(new Staged(offer.commandId(), versionOf.apply(offer.manifest())));
      receiving = Optional.empty();
      report(offer.commandId(), Status.Phase.REBOOTING, Optional.empty());
      return Optional.of(false);
    } else if (staged.isPresent() && !onTrial) {
      boot();
      onTrial = true;
      return Optional.of(true);
    } else if (onTrial && crashing.contains(staged.orElseThrow().version())) {
      boots += TRIES - 1;
      boot();
      Staged left = staged.get();
      outcome =
          Optional.of(
              outcome(left, UpdateOutcome.Result.ROLLED_BACK, Optional.of(RefusalReason.CRASHED)));
      staged = Optional.empty();
      onTrial = false;
      diary.add("-" + left.version());
      return Optional.of(true);
    }
    return Optional.empty();
  }

  /** Hears whether an update waits for it. */
  void pending(boolean on) {
    pending = on;
  }

  private void boot() {
    boots++;
    pending = false;
    acknowledged = Optional.empty();
    reports.clear();
    number = 0;
  }

  private void report(long command, Status.Phase phase, Optional<RefusalReason> reason) {
    reports.add(
        new Status(new ReportId(boots, ++number), command, phase, reason, 0, Optional.empty()));
  }

  /** What it reports next: the same until it is answered. */
  Optional<Status> report() {
    return Optional.ofNullable(reports.peek());
  }

  /** Hears the answer to its report. */
  void answered(StatusVerdict verdict) {
    Status done = reports.remove();
    if (verdict == StatusVerdict.CANCEL && done.phase() != Status.Phase.FAILED) {
      cancelled(done.commandId());
    }
  }

  /** Which version it has confirmed last. */
  int version() {
    return confirmed;
  }
}
