package io.firmament.server.targeting;

import io.firmament.protocol.value.Digest;
import io.firmament.server.device.DeviceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides who gets what, when, and why not: for a hello, for a release, for an explanation, always
 * here. Total: every device gets an answer at every time, and the answer depends on nothing but the
 * arguments.
 */
public final class Targeting {
  private Targeting() {}

  /**
   * What is to be done for a device.
   *
   * @param device the device as it is remembered
   * @param presence whether it is here
   * @param fleet what is released
   */
  public static Decision decide(DeviceRecord device, Presence presence, FleetView fleet) {
    List<Evidence> evidence = new ArrayList<>();
    Chosen chosen = choose(device, fleet, evidence);
    Gates.Situation situation =
        new Gates.Situation(device, presence, device.assignment().development(), chosen.target());
    List<Gates.Closed> closed = new ArrayList<>();
    for (Gates.Gate gate : Gates.TABLE) {
      Optional<Gates.Closed> verdict = gate.judge().judge(situation);
      verdict.ifPresent(closed::add);
      evidence.add(
          verdict
              .map(c -> Evidence.closed(gate.name(), c))
              .orElseGet(() -> Evidence.open(gate.name())));
    }
    return decision(chosen.target(), closed, evidence);
  }

  /** The target alone, whatever keeps it from being offered. */
  public static Optional<Target> target(DeviceRecord device, FleetView fleet) {
    return choose(device, fleet, new ArrayList<>()).target();
  }

  /** Whether the target is not what runs, whatever keeps it from being sent (feature DEV5). */
  public static boolean isPending(DeviceRecord device, FleetView fleet) {
    return target(device, fleet)
        .filter(t -> device.facts().filter(f -> Gates.runs(f, t.firmware())).isEmpty())
        .isPresent();
  }

  /**
   * Whether an update that is under way still leads to the device's target, and nobody stopped it.
   *
   * @param manifest the digest of what was offered
   */
  public static boolean isWanted(DeviceRecord device, Digest manifest, FleetView fleet) {
    return target(device, fleet)
        .filter(t -> t.firmware().manifest().digest().equals(manifest))
        .filter(t -> !t.firmware().withdrawn() && t.halted().isEmpty())
        .filter(t -> !device.isCancelled(t.firmware().image()))
        .isPresent();
  }

  private record Chosen(Optional<Target> target) {}

  private static Chosen choose(DeviceRecord device, FleetView fleet, List<Evidence> evidence) {
    Optional<String> winner = Optional.empty();
    Optional<Target> target = Optional.empty();
    for (TargetRules.Rule rule : TargetRules.TABLE) {
      TargetRules.Pick pick = rule.judge().pick(device, fleet);
      if (winner.isEmpty() && pick.applies()) {
        winner = Optional.of(rule.name());
        target = pick.target();
        evidence.add(Evidence.chosen(rule.name(), pick.why()));
      } else {
        String behind = winner.map(w -> pick.why() + "; " + w + " comes first").orElse(pick.why());
        evidence.add(Evidence.passedOver(rule.name(), pick.applies() ? behind : pick.why()));
      }
    }
    return new Chosen(target);
  }

  private static Decision decision(
      Optional<Target> target, List<Gates.Closed> closed, List<Evidence> evidence) {
    if (closed.isEmpty()) {
      return new Decision(target, Optional.empty(), "", List.of(), evidence);
    }
    Gates.Closed first = closed.get(0);
    List<Reason> also = closed.stream().skip(1).map(Gates.Closed::reason).toList();
    return new Decision(target, Optional.of(first.reason()), first.opensWhen(), also, evidence);
  }
}
