package io.firmament.server.targeting;

import io.firmament.protocol.message.InstalledModule;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleName;
import io.firmament.server.device.DeviceFacts;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.release.Release;
import io.firmament.server.release.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says what releases would do, by deciding as if they had been made: with the same function, so
 * that they cannot differ.
 */
public final class Foresee {
  private final Catalogue before;
  private final Catalogue after;
  private final Set<Long> numbers;
  private final Set<Scope> scopes;

  /**
   * @param before the product as it is
   * @param releases the releases that are thought of
   */
  public Foresee(Catalogue before, List<Release> releases) {
    this.before = before;
    Catalogue then = before;
    for (Release release : releases) {
      then = then.released(release);
    }
    this.after = then;
    this.numbers = releases.stream().map(Release::number).collect(Collectors.toSet());
    this.scopes = releases.stream().map(Release::scope).collect(Collectors.toSet());
  }

  /**
   * What the releases do to a device.
   *
   * @return empty where they are not for it at all
   */
  public Optional<Effect> effect(DeviceRecord device, Presence presence, Instant now) {
    if (!isMeant(device)) {
      return Optional.empty();
    }
    Decision decision = Targeting.decide(device, presence, after, now);
    Optional<Target> ours =
        decision
            .target()
            .filter(t -> t.release().filter(r -> numbers.contains(r.number())).isPresent());
    if (ours.isEmpty()) {
      return Optional.of(passedOver(device, decision));
    }
    Optional<ClosedGate> first = decision.closed().stream().findFirst();
    if (first.filter(c -> !isPassing(c.code())).isPresent()) {
      return Optional.of(skip(device, first.get().code().name(), first.get().words().why()));
    }
    return Optional.of(
        device.facts().isPresent()
            ? update(device, device.facts().get(), ours.get(), decision)
            : skip(device, "NEVER_SEEN", "it has never said what it is"));
  }

  private boolean isMeant(DeviceRecord device) {
    return scopes.contains(Scope.DEFAULT)
        || device.assignment().groups().stream().anyMatch(g -> scopes.contains(Scope.of(g)));
  }

  /** Whether a gate opens by itself, or by the device, sooner or later. */
  private static boolean isPassing(ReasonCode code) {
    return switch (code) {
      case OFFLINE, ON_TRIAL, NEXT_SESSION, UPDATES_DISABLED, RATE_LIMITED -> true;
      case QUARANTINED,
          DENIED,
          DEVELOPMENT_DEVICE,
          NO_TARGET,
          UP_TO_DATE,
          INCOMPATIBLE,
          MISSING_PREREQUISITE,
          WITHDRAWN,
          HALTED,
          LOOP_GUARD,
          FAILED ->
          false;
    };
  }

  private static Effect passedOver(DeviceRecord device, Decision decision) {
    Optional<Target> other = decision.target();
    if (device.assignment().development()) {
      return skip(device, "DEVELOPMENT_DEVICE", "a development device gets nothing by itself");
    }
    if (device.assignment().lock().isPresent()) {
      String version = device.assignment().lock().get().version().toString();
      return skip(device, "LOCKED", "it is locked to version " + version);
    }
    return skip(
        device,
        "OTHER_RELEASE",
        other
            .map(t -> "version " + t.firmware().version() + " comes to it by " + t.rule())
            .orElse("nothing is released to it"));
  }

  private static Effect skip(DeviceRecord device, String why, String detail) {
    return new Effect.Skip(device.id(), device.name(), running(device), why, detail);
  }

  private Effect update(DeviceRecord device, DeviceFacts facts, Target target, Decision decision) {
    Plan plan = Plan.to(target.firmware(), facts);
    FirmwareVersion to = target.firmware().version();
    Optional<FirmwareVersion> from = running(device);
    boolean back = from.filter(to::isOlderThan).isPresent();
    return new Effect.Update(
        device.id(),
        device.name(),
        from,
        to,
        plan.encodedBytes(),
        plan.reboots(),
        back,
        back && !wasGoingBack(device, from.get()),
        decision.reason());
  }

  private boolean wasGoingBack(DeviceRecord device, FirmwareVersion running) {
    return Targeting.target(device, before)
        .filter(t -> t.firmware().version().isOlderThan(running))
        .isPresent();
  }

  private static Optional<FirmwareVersion> running(DeviceRecord device) {
    return device
        .facts()
        .flatMap(f -> f.running(ModuleName.APPLICATION))
        .map(InstalledModule::version);
  }
}
