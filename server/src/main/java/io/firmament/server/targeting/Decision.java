package io.firmament.server.targeting;

import java.util.List;
import java.util.Optional;

/**
 * What is to be done for a device, and why.
 *
 * @param target what it should run, if any rule chose something
 * @param reason why it is not offered that now; empty means: offer it
 * @param opensWhen what would change that; empty where it is offered
 * @param also the gates closed behind the first one
 * @param evidence every rule and every gate that was looked at, in order
 */
public record Decision(
    Optional<Target> target,
    Optional<Reason> reason,
    String opensWhen,
    List<Reason> also,
    List<Evidence> evidence) {
  /** Keeps copies. */
  public Decision {
    also = List.copyOf(also);
    evidence = List.copyOf(evidence);
  }

  /** What is to be offered now, if anything is. */
  public Optional<Target> offer() {
    return reason.isPresent() ? Optional.empty() : target;
  }
}
