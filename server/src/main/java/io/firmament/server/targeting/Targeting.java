package io.firmament.server.targeting;

import io.firmament.protocol.value.Digest;
import io.firmament.server.device.DeviceRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides who gets what, when, and why not: for a hello, for a release, for a dry run, for an
 * explanation, always here. Total: every device gets an answer at every time, and the answer
 * depends on nothing but the arguments.
 */
public final class Targeting {
  private Targeting() {}

  /**
   * What is to be done for a device.
   *
   * @param device the device as it is remembered
   * @param presence whether it is here
   * @param catalogue what its product has, and what is released
   */
  public static Decision decide(
      DeviceRecord device, Presence presence, Catalogue catalogue, Instant now) {
    Optional<Target> target = target(device, catalogue);
    Gates.Situation situation = new Gates.Situation(device, presence, target, now);
    List<ClosedGate> closed = new ArrayList<>();
    for (Gates.Gate gate : Gates.TABLE) {
      gate.judge(situation).ifPresent(closed::add);
    }
    return new Decision(target, closed, () -> evidence(device, catalogue, situation));
  }

  /** The target alone, whatever keeps it from being offered. */
  public static Optional<Target> target(DeviceRecord device, Catalogue catalogue) {
    for (TargetRules.Rule rule : TargetRules.TABLE) {
      TargetRules.Pick pick = rule.judge().pick(device, catalogue);
      if (pick.applies()) {
        return pick.target();
      }
    }
    return Optional.empty();
  }

  /** Whether the target is not what runs, whatever keeps it from being sent (feature DEV5). */
  public static boolean isPending(DeviceRecord device, Catalogue catalogue) {
    return target(device, catalogue)
        .filter(t -> device.facts().filter(f -> Gates.runs(f, t.firmware())).isEmpty())
        .isPresent();
  }

  /**
   * Whether an update that is under way still leads to the device's target, and nobody stopped it.
   *
   * @param manifest the digest of what was offered
   */
  public static boolean isWanted(
      DeviceRecord device, Digest manifest, Catalogue catalogue, Instant now) {
    return target(device, catalogue)
        .filter(t -> t.firmware().manifest().digest().equals(manifest))
        .filter(t -> !t.firmware().withdrawn() && t.halted().isEmpty())
        .filter(t -> !device.isCancelled(t.firmware().image()))
        .filter(t -> device.guard(t.firmware().image(), now).isEmpty())
        .isPresent();
  }

  private static List<Evidence> evidence(
      DeviceRecord device, Catalogue catalogue, Gates.Situation situation) {
    List<Evidence> evidence = new ArrayList<>();
    Optional<String> winner = Optional.empty();
    for (TargetRules.Rule rule : TargetRules.TABLE) {
      TargetRules.Pick pick = rule.judge().pick(device, catalogue);
      if (winner.isPresent()) {
        String behind = pick.applies() ? "; " + winner.get() + " comes first" : "";
        evidence.add(Evidence.passedOver(rule.name(), pick.why().get() + behind));
      } else if (pick.applies()) {
        winner = Optional.of(rule.name());
        evidence.add(Evidence.chosen(rule.name(), pick.why().get()));
      } else {
        evidence.add(Evidence.passedOver(rule.name(), pick.why().get()));
      }
    }
    for (Gates.Gate gate : Gates.TABLE) {
      evidence.add(
          gate.judge(situation).map(Evidence::closed).orElseGet(() -> Evidence.open(gate.name())));
    }
    return evidence;
  }
}
