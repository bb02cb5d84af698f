package io.firmament.server.app;

import io.firmament.protocol.message.InstalledModule;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Failure;
import io.firmament.server.device.FailureClass;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Release;
import io.firmament.server.targeting.Target;
import io.firmament.server.transfer.StateCode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts a product's fleet: who is where with which version (features OBS2, REL10). */
public final class SummarizeProduct {
  private final Fleet fleet;
  private final States states;
  private final InstantSource clock;

  SummarizeProduct(Fleet fleet, States states, InstantSource clock) {
    this.fleet = fleet;
    this.states = states;
    this.clock = clock;
  }

  /** Looks at every device of a product. */
  public ProductSummary summarize(ProductId product) {
    Count count = new Count(clock.instant());
    fleet.eachDevice(product, count::add);
    return count.sum();
  }

  private final class Count {
    private final Instant now;
    private final int[] total = new int[2];
    private final Map<StateCode, Integer> inState = new EnumMap<>(StateCode.class);
    private final Map<FirmwareVersion, Integer> running = new HashMap<>();
    private final Map<FirmwareVersion, RolloutCounts> versions = new HashMap<>();
    private final Map<Long, RolloutCounts> releases = new HashMap<>();

    private Count(Instant now) {
      this.now = now;
    }

    private void add(DeviceRecord device) {
      States.Look look = states.look(device, now);
      total[0]++;
      total[1] += look.online() ? 1 : 0;
      inState.merge(look.state().code(), 1, Integer::sum);
      device
          .facts()
          .flatMap(f -> f.running(ModuleName.APPLICATION))
          .map(InstalledModule::version)
          .ifPresent(version -> running.merge(version, 1, Integer::sum));
      look.decision().target().ifPresent(target -> add(target, kind(device, look, target)));
    }

    private void add(Target target, RolloutCounts.Kind kind) {
      versions.compute(target.firmware().version(), (version, c) -> plus(c, kind));
      target
          .release()
          .map(Release::number)
          .ifPresent(number -> releases.compute(number, (n, c) -> plus(c, kind)));
    }

    private static RolloutCounts plus(RolloutCounts counts, RolloutCounts.Kind kind) {
      return (counts == null ? RolloutCounts.NONE : counts).plus(kind);
    }

    private ProductSummary sum() {
      return new ProductSummary(total[0], total[1], inState, running, versions, releases);
    }
  }

  private static RolloutCounts.Kind kind(DeviceRecord device, States.Look look, Target target) {
    return switch (look.state().code()) {
      case UP_TO_DATE -> RolloutCounts.Kind.UPDATED;
      case WITHDRAWN ->
          runs(device, target) ? RolloutCounts.Kind.UPDATED : RolloutCounts.Kind.PENDING;
      case OFFERED, TRANSFERRING, STALLED, VERIFYING, READY_TO_APPLY, REBOOTING ->
          RolloutCounts.Kind.RUNNING;
      case FAILED, LOOP_GUARD -> failure(device, target);
      case QUARANTINED,
          DENIED,
          DEVELOPMENT_DEVICE,
          NO_TARGET,
          INCOMPATIBLE,
          MISSING_PREREQUISITE,
          HALTED,
          OFFLINE,
          ON_TRIAL,
          NEXT_SESSION,
          DUE,
          UPDATES_DISABLED,
          RATE_LIMITED ->
          RolloutCounts.Kind.PENDING;
    };
  }

  /** Whoever is locked to a withdrawn version keeps waiting; whoever runs it keeps it. */
  private static boolean runs(DeviceRecord device, Target target) {
    Firmware firmware = target.firmware();
    return device
        .facts()
        .filter(f -> f.runs(firmware.binary().module(), firmware.image()))
        .isPresent();
  }

  /** What is held against the target, whatever was tried on the device since. */
  private static RolloutCounts.Kind failure(DeviceRecord device, Target target) {
    Optional<FailureClass> cause = device.heldBack(target.firmware().image()).map(Failure::cause);
    if (cause.filter(c -> c == FailureClass.ROLLED_BACK).isPresent()) {
      return RolloutCounts.Kind.ROLLED_BACK;
    }
    return cause.filter(c -> c == FailureClass.LOST).isPresent()
        ? RolloutCounts.Kind.LOST
        : RolloutCounts.Kind.FAILED;
  }
}
