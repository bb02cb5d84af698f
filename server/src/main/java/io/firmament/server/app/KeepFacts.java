package io.firmament.server.app;

import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ModuleName;
import io.firmament.server.device.Contact;
import io.firmament.server.device.DeviceFacts;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.session.ReportWindow;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.AttemptRule;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps what a device said of itself, and concludes how its last update ended. */
final class KeepFacts {
  private final StateStore store;
  private final Fleet fleet;
  private final StrayRollbacks strayRollbacks;
  private final TellFacts tellFacts;
  private final BreakRelease breaker;
  private final InstantSource clock;

  KeepFacts(
      StateStore store,
      Fleet fleet,
      Sessions sessions,
      TellPresence presence,
      BreakRelease breaker,
      InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.strayRollbacks = new StrayRollbacks(store, fleet);
    this.tellFacts = new TellFacts(fleet, sessions, presence);
    this.breaker = breaker;
    this.clock = clock;
  }

  /** Keeps a full hello whose digest and product have been checked. */
  CompletionStage<Long> keep(DeviceId device, FullHello hello) {
    return Conflicts.retried(() -> once(device, hello));
  }

  private CompletionStage<Long> once(DeviceId id, FullHello hello) {
    Instant now = clock.instant();
    Optional<Stored<DeviceRecord>> read = fleet.device(id);
    if (read.isEmpty()) {
      return CompletableFuture.completedStage(store.lastSequence());
    }
    Change.Builder change = Change.change();
    DeviceRecord before = read.get().value();
    DeviceRecord heard =
        before
            .withFacts(DeviceFacts.of(hello, now))
            .withContact(Contact.at(now))
            .withLastCommand(highestCommand(before, hello.facts()));
    DeviceRecord concluded = concluded(change, heard, hello.facts(), now);
    DeviceRecord after =
        stray(before, hello.facts())
            .map(o -> strayRollbacks.hold(change, concluded, o, now))
            .orElse(concluded);
    change.replace(Tables.DEVICES, read.get(), after);
    forgetReports(change, id, hello.facts().bootCount());
    boolean pending = tellFacts.tell(change, before, after, now);
    return store
        .submit(change.build())
        .thenApply(
            sequence -> {
              tellFacts.told(id, pending);
              if (after.failures().size() > before.failures().size()) {
                breaker.failed(after.product());
              }
              return sequence;
            });
  }

  /**
   * Remembers beyond a session what the device lets be done with it. Nothing waits for that: the
   * device says it again.
   */
  void remember(DeviceId device, Flags flags) {
    Conflicts.retried(() -> remembered(device, flags));
  }

  private CompletionStage<Long> remembered(DeviceId id, Flags flags) {
    Optional<Stored<DeviceRecord>> read = fleet.device(id);
    Change.Builder change = Change.change();
    return read.isPresent() && put(change, read.get(), flags)
        ? store.submit(change.build())
        : CompletableFuture.completedStage(store.lastSequence());
  }

  /** Adds one flag of a device to a change. */
  static void flag(Change.Builder change, Stored<DeviceRecord> read, int bit, boolean on) {
    read.value().facts().ifPresent(f -> put(change, read, f.flags().with(bit, on)));
  }

  private static boolean put(Change.Builder change, Stored<DeviceRecord> read, Flags flags) {
    Optional<DeviceFacts> other = read.value().facts().filter(f -> !f.flags().equals(flags));
    other.ifPresent(
        f -> change.replace(Tables.DEVICES, read, read.value().withFacts(f.withFlags(flags))));
    return other.isPresent();
  }

  /** Whether these flags are what is remembered, as far as they decide about updates. */
  static boolean isRemembered(DeviceRecord device, Flags flags) {
    return device
        .facts()
        .map(DeviceFacts::flags)
        .filter(f -> f.updatesEnabled() == flags.updatesEnabled())
        .filter(f -> f.updatesForced() == flags.updatesForced())
        .isPresent();
  }

  /** After a backup was restored, the device may know of a command that the server does not. */
  private static long highestCommand(DeviceRecord device, FullHello.Facts said) {
    long told = said.outcome().map(UpdateOutcome::commandId).orElse(0L);
    return Math.max(device.lastCommand(), told);
  }

  private DeviceRecord concluded(
      Change.Builder change, DeviceRecord device, FullHello.Facts said, Instant now) {
    Optional<Stored<Attempt>> latest = fleet.attempt(device.id());
    Optional<AttemptRule.Step> step =
        latest.flatMap(l -> AttemptRule.onHello(l.value(), ModuleName.APPLICATION, said));
    return step.map(s -> RecordOutcome.step(change, device, latest.get(), s, now)).orElse(device);
  }

  /** A device says its last outcome in every full hello: only the first time counts. */
  private Optional<UpdateOutcome> stray(DeviceRecord before, FullHello.Facts said) {
    Optional<UpdateOutcome> known = before.facts().flatMap(f -> f.said().outcome());
    Optional<Attempt> latest = fleet.attempt(before.id()).map(Stored::value);
    return AttemptRule.strayRollback(latest, said).filter(o -> !Optional.of(o).equals(known));
  }

  /** A device that was wiped counts its boots anew. */
  private void forgetReports(Change.Builder change, DeviceId device, long bootCount) {
    Optional<Stored<ReportWindow>> window = store.find(Tables.REPORTS, Tables.key(device));
    window
        .filter(w -> w.value().bootCount() > bootCount)
        .ifPresent(w -> change.remove(Tables.REPORTS, w));
  }
}
