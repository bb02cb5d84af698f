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
import io.firmament.server.session.Session;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.HelloRule;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps what a device said of itself, and concludes how its updates ended. */
final class KeepFacts {
  private final StateStore store;
  private final Fleet fleet;
  private final Sessions sessions;
  private final StrayRollbacks strayRollbacks;
  private final TellFacts tellFacts;
  private final BreakRelease breaker;
  private final InstantSource clock;

  /** What devices said last, while it is being kept. */
  private final Map<DeviceId, FullHello> newest = new ConcurrentHashMap<>();

  KeepFacts(
      StateStore store,
      Fleet fleet,
      Sessions sessions,
      TellPresence presence,
      BreakRelease breaker,
      InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.sessions = sessions;
    this.strayRollbacks = new StrayRollbacks(fleet);
    this.tellFacts = new TellFacts(fleet, presence);
    this.breaker = breaker;
    this.clock = clock;
  }

  /**
   * Keeps a full hello whose digest and product have been checked.
   *
   * @return whether that is what the device says of itself: not where it has said something newer
   *     meanwhile, and an older word was to be written once more
   */
  CompletionStage<Boolean> keep(DeviceId device, FullHello hello) {
    newest.put(device, hello);
    return Conflicts.retried(() -> isNewest(device, hello) ? once(device, hello) : overtaken())
        .thenApply(sequence -> isNewest(device, hello))
        .whenComplete(
            (kept, failure) -> newest.computeIfPresent(device, (d, n) -> n == hello ? null : n));
  }

  /** The device said hello again: what is still to be kept of an older one is not. */
  void overtaken(DeviceId device) {
    newest.remove(device);
  }

  /** This very hello: the same words may have been true before and be true again. */
  private boolean isNewest(DeviceId device, FullHello hello) {
    return newest.get(device) == hello;
  }

  private CompletionStage<Long> overtaken() {
    return CompletableFuture.completedStage(store.lastSequence());
  }

  private CompletionStage<Long> once(DeviceId id, FullHello hello) {
    Instant now = clock.instant();
    Optional<Stored<DeviceRecord>> read = fleet.device(id);
    if (read.isEmpty()) {
      return overtaken();
    }
    Change.Builder change = Change.change();
    DeviceRecord before = read.get().value();
    DeviceRecord after = after(change, before, hello, now);
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

  private DeviceRecord after(
      Change.Builder change, DeviceRecord before, FullHello hello, Instant now) {
    DeviceRecord heard =
        before
            .withFacts(DeviceFacts.of(hello, now))
            .withContact(Contact.at(now))
            .withLastCommand(highestCommand(before, hello.facts()));
    return concluded(change, heard, before.facts().map(DeviceFacts::said), hello.facts(), now);
  }

  /**
   * Remembers beyond a session what the device lets be done with it, and tells of a switch that
   * moved. Nothing waits for that: the device says it again.
   */
  void remember(DeviceId device) {
    Conflicts.retried(() -> remembered(device));
  }

  private CompletionStage<Long> remembered(DeviceId id) {
    Optional<Stored<DeviceRecord>> read = fleet.device(id);
    Optional<Flags> said = sessions.find(id).map(Session::flags);
    Change.Builder change = Change.change();
    if (read.isEmpty() || said.isEmpty() || !put(change, read.get(), said.get())) {
      return CompletableFuture.completedStage(store.lastSequence());
    }
    boolean enabled = said.get().updatesEnabled();
    if (isNews(read.get().value(), enabled)) {
      String data = Boolean.toString(enabled);
      change.event(
          EventNames.of(read.get().value(), EventNames.UPDATES_ENABLED, data, clock.instant()));
    }
    return store.submit(change.build());
  }

  /**
   * Whether the device's switch has moved. Its hello and its event say the same, in any order: what
   * is remembered has been told (DEV3).
   */
  static boolean isNews(DeviceRecord device, boolean enabled) {
    return device.facts().filter(f -> f.flags().updatesEnabled() == enabled).isEmpty();
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
    return device.facts().map(DeviceFacts::flags).filter(flags::permitAs).isPresent();
  }

  /** After a backup was restored, the device may know of a command that the server does not. */
  private static long highestCommand(DeviceRecord device, FullHello.Facts said) {
    long told = said.outcome().map(UpdateOutcome::commandId).orElse(0L);
    return Math.max(device.lastCommand(), told);
  }

  private DeviceRecord concluded(
      Change.Builder change,
      DeviceRecord device,
      Optional<FullHello.Facts> before,
      FullHello.Facts said,
      Instant now) {
    DeviceId id = device.id();
    Optional<Stored<Attempt>> latest = fleet.attempt(id);
    HelloRule.Reading reading =
        HelloRule.read(
            latest.map(Stored::value),
            () -> past(id, latest),
            ModuleName.APPLICATION,
            before,
            said);
    DeviceRecord after = device;
    for (HelloRule.Conclusion end : reading.conclusions()) {
      boolean isLatest = latest.filter(l -> l.value().equals(end.attempt())).isPresent();
      after =
          isLatest
              ? RecordOutcome.step(change, after, latest.get(), end.step(), now)
              : RecordOutcome.late(change, after, remembered(id, end.attempt()), end.step(), now);
    }
    DeviceRecord concluded = after;
    return reading
        .stray()
        .map(o -> strayRollbacks.hold(change, concluded, o, now))
        .orElse(concluded);
  }

  /** The attempts of a device that others have taken the place of, the newest first. */
  private List<Attempt> past(DeviceId device, Optional<Stored<Attempt>> latest) {
    List<Attempt> past =
        new ArrayList<>(fleet.all(Tables.ATTEMPT_HISTORY, Tables.key(device) + "/"));
    latest.ifPresent(l -> past.removeIf(a -> a.commandId() == l.value().commandId()));
    Collections.reverse(past);
    return past;
  }

  private Stored<Attempt> remembered(DeviceId device, Attempt attempt) {
    String key = Tables.numbered(Tables.key(device), attempt.commandId());
    return store.find(Tables.ATTEMPT_HISTORY, key).orElseThrow();
  }

  /** A device that was wiped counts its boots anew. */
  private void forgetReports(Change.Builder change, DeviceId device, long bootCount) {
    Optional<Stored<ReportWindow>> window = store.find(Tables.REPORTS, Tables.key(device));
    window
        .filter(w -> w.value().bootCount() > bootCount)
        .ifPresent(w -> change.remove(Tables.REPORTS, w));
  }
}
