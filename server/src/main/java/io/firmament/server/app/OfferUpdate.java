package io.firmament.server.app;

import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.Offer.OfferedComponent;
import io.firmament.protocol.message.PartialBlob;
import io.firmament.protocol.message.Representation;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.device.DeviceFacts;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.release.Encoding;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Release;
import io.firmament.server.targeting.ClosedGate;
import io.firmament.server.targeting.Decision;
import io.firmament.server.targeting.Plan;
import io.firmament.server.targeting.Presence;
import io.firmament.server.targeting.ReasonCode;
import io.firmament.server.targeting.Target;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.AttemptState;
import io.firmament.server.transfer.Cause;
import io.firmament.server.trigger.Trigger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Offers a device its target, if it is due. The offer is journaled before anybody sees it; the same
 * target is offered again under the same command id, which costs no journal record.
 */
final class OfferUpdate {
  private final StateStore store;
  private final Fleet fleet;
  private final Sessions sessions;
  private final Turns turns;
  private final InstantSource clock;

  OfferUpdate(StateStore store, Fleet fleet, Sessions sessions, Turns turns, InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.sessions = sessions;
    this.turns = turns;
    this.clock = clock;
  }

  /** The offer that is due to a device now, if one is. */
  CompletionStage<Optional<Offer>> due(Wanted wanted) {
    return Conflicts.retried(() -> once(wanted));
  }

  /**
   * Who is asked for, and why.
   *
   * @param device the device
   * @param trigger why
   * @param have encoded blobs of which the device holds a part: such a one stays first
   */
  record Wanted(DeviceId device, Trigger trigger, List<PartialBlob> have) {}

  private CompletionStage<Optional<Offer>> once(Wanted wanted) {
    Instant now = clock.instant();
    Optional<Stored<DeviceRecord>> read = fleet.device(wanted.device());
    if (read.isEmpty()) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    DeviceRecord device = read.get().value();
    Presence presence = turns.presence(device, now);
    Decision decision = fleet.decide(device, presence, now);
    Optional<Target> target = decision.offer().filter(t -> hasTurn(device, t, now));
    if (target.isEmpty()) {
      queue(device, decision, now);
      return CompletableFuture.completedStage(Optional.empty());
    }
    return offer(read.get(), presence, target.get(), wanted, now);
  }

  /**
   * Goes on with the attempt that leads there, under a new number where that is needed; or begins.
   */
  private CompletionStage<Optional<Offer>> offer(
      Stored<DeviceRecord> read, Presence presence, Target target, Wanted wanted, Instant now) {
    DeviceRecord device = read.value();
    Optional<Stored<Attempt>> running = fleet.attempt(device.id());
    Optional<Stored<Attempt>> same = running.filter(a -> continues(a.value(), target.firmware()));
    if (same.filter(a -> isOutdated(device, a.value(), wanted.trigger())).isPresent()) {
      long next = CommandIds.next(device, now);
      return store
          .submit(renumbered(read, same.get(), next))
          .thenCompose(sequence -> offered(device, presence, target, next, wanted));
    }
    if (same.isPresent()) {
      return offered(device, presence, target, same.get().value().commandId(), wanted);
    }
    Attempt attempt = attempt(device, target, wanted.trigger(), now);
    return store
        .submit(journaled(read, running, attempt, target, now))
        .thenCompose(sequence -> offered(device, presence, target, attempt.commandId(), wanted));
  }

  private boolean hasTurn(DeviceRecord device, Target target, Instant now) {
    return turns.take(device, target.flashNow(), now);
  }

  /** Whoever is kept by the limits alone waits for his turn; whoever is kept otherwise does not. */
  private void queue(DeviceRecord device, Decision decision, Instant now) {
    Optional<ReasonCode> first = decision.closed().stream().findFirst().map(ClosedGate::code);
    if (first.filter(c -> c == ReasonCode.RATE_LIMITED).isPresent()) {
      turns.take(device, false, now);
    } else if (first.isPresent()) {
      turns.leave(device.id());
    }
  }

  private static boolean continues(Attempt attempt, Firmware firmware) {
    return !attempt.state().ended() && attempt.manifest().equals(firmware.manifest().digest());
  }

  /**
   * Whether the device takes the offer for an old one, since it has had another command. One that
   * has begun goes on at the device under its number until the device comes anew.
   */
  private static boolean isOutdated(DeviceRecord device, Attempt attempt, Trigger trigger) {
    boolean begun = attempt.state() != AttemptState.OFFERED;
    return attempt.commandId() < device.lastCommand() && !(begun && trigger == Trigger.CHANGE);
  }

  private static Change renumbered(
      Stored<DeviceRecord> device, Stored<Attempt> attempt, long commandId) {
    return Change.change()
        .replace(Tables.DEVICES, device, device.value().withLastCommand(commandId))
        .replace(Tables.ATTEMPTS, attempt, attempt.value().renumbered(commandId))
        .build();
  }

  private static Attempt attempt(DeviceRecord device, Target target, Trigger trigger, Instant now) {
    Firmware firmware = target.firmware();
    long commandId = CommandIds.next(device, now);
    return Attempt.offered(
        commandId,
        firmware.image(),
        firmware.manifest().digest(),
        runningVersion(device, firmware),
        firmware.version(),
        new Cause(
            trigger.label(), target.rule(), target.release().map(Release::number), target.by()),
        now);
  }

  private static Optional<FirmwareVersion> runningVersion(DeviceRecord device, Firmware firmware) {
    return device.facts().flatMap(f -> f.running(firmware.binary().module())).map(m -> m.version());
  }

  private static Change journaled(
      Stored<DeviceRecord> read,
      Optional<Stored<Attempt>> running,
      Attempt attempt,
      Target target,
      Instant now) {
    DeviceRecord device = read.value().withLastCommand(attempt.commandId());
    Change.Builder change = Change.change().replace(Tables.DEVICES, read, device);
    Attempts.replace(change, device.id(), running, attempt, now);
    if (!target.byHand()) {
      change.event(EventNames.of(device, EventNames.STATUS, "auto-update", now));
    }
    return change.build();
  }

  private CompletionStage<Optional<Offer>> offered(
      DeviceRecord device, Presence presence, Target target, long commandId, Wanted wanted) {
    sessions.offered(device.id(), commandId, clock.instant());
    Firmware firmware = target.firmware();
    boolean downgrade =
        runningVersion(device, firmware).filter(r -> firmware.version().isOlderThan(r)).isPresent();
    DeviceFacts facts = device.facts().orElseThrow();
    Offer offer =
        new Offer(
            commandId,
            firmware.manifest().digest(),
            firmware.manifest().sizeBytes(),
            presence.flags().updatesForced() || device.assignment().forced(),
            downgrade,
            Optional.empty(),
            List.of(new OfferedComponent(0, representations(firmware, facts, wanted.have()))));
    return CompletableFuture.completedStage(Optional.of(offer));
  }

  private static List<Representation> representations(
      Firmware firmware, DeviceFacts facts, List<PartialBlob> have) {
    Set<Digest> begun = have.stream().map(PartialBlob::encoded).collect(Collectors.toSet());
    return Plan.to(firmware, facts).steps().get(0).representations().stream()
        .sorted(Comparator.comparing((Encoding e) -> !begun.contains(e.digest())))
        .map(
            e -> new Representation(e.coding().wire(), Optional.empty(), e.sizeBytes(), e.digest()))
        .toList();
  }
}
