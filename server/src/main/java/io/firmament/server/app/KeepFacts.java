package io.firmament.server.app;

import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ModuleName;
import io.firmament.server.device.Contact;
import io.firmament.server.device.DeviceFacts;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.session.ReportWindow;
import io.firmament.server.targeting.Targeting;
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
  private final InstantSource clock;

  KeepFacts(StateStore store, Fleet fleet, InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
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
    DeviceRecord after = concluded(change, heard, hello.facts(), now);
    change.replace(Tables.DEVICES, read.get(), after);
    forgetReports(change, id, hello.facts().bootCount());
    tell(change, before, after, now);
    return store.submit(change.build());
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

  /** A device that was wiped counts its boots anew. */
  private void forgetReports(Change.Builder change, DeviceId device, long bootCount) {
    Optional<Stored<ReportWindow>> window = store.find(Tables.REPORTS, Tables.key(device));
    window
        .filter(w -> w.value().bootCount() > bootCount)
        .ifPresent(w -> change.remove(Tables.REPORTS, w));
  }

  private void tell(Change.Builder change, DeviceRecord before, DeviceRecord after, Instant now) {
    FullHello.Facts said = after.facts().orElseThrow().said();
    boolean booted = before.facts().filter(f -> f.said().bootCount() == said.bootCount()).isEmpty();
    if (booted) {
      String reason = said.bootReason().name().toLowerCase(java.util.Locale.ROOT);
      change.event(EventNames.of(after, EventNames.LAST_RESET, reason, now));
    }
    said.module(ModuleName.APPLICATION)
        .map(m -> EventNames.of(after, EventNames.APP_HASH, m.image().hex(), now))
        .ifPresent(change::event);
    String pending = Boolean.toString(isPending(after));
    change.event(EventNames.of(after, EventNames.UPDATES_PENDING, pending, now));
    String enabled = Boolean.toString(after.facts().orElseThrow().flags().updatesEnabled());
    change.event(EventNames.of(after, EventNames.UPDATES_ENABLED, enabled, now));
  }

  /** Whenever the target is not what runs, whatever keeps it from being sent (feature DEV5). */
  private boolean isPending(DeviceRecord device) {
    return Targeting.target(device, fleet)
        .filter(
            t ->
                device
                    .facts()
                    .filter(f -> f.runs(t.firmware().binary().module(), t.firmware().image()))
                    .isEmpty())
        .isPresent();
  }
}
