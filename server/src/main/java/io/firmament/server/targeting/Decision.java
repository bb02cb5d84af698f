package io.firmament.server.targeting;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is to be done for a device, and why. The words are made when somebody asks for them.
 *
 * @param target what it should run, if any rule chose something
 * @param closed the gates that keep it from being offered that now, the first one first; empty
 *     means: offer it
 * @param explained makes the evidence
 */
public record Decision(
    Optional<Target> target, List<ClosedGate> closed, Supplier<List<Evidence>> explained) {
  /** Keeps a copy. */
  public Decision {
    closed = List.copyOf(closed);
  }

  /** What is to be offered now, if anything is. */
  public Optional<Target> offer() {
    return closed.isEmpty() ? target : Optional.empty();
  }

  /** Why it is not offered now; empty means: offer it. */
  public Optional<Reason> reason() {
    return closed.stream().findFirst().map(ClosedGate::reason);
  }

  /** What would change that; empty where it is offered. */
  public String opensWhen() {
    return closed.stream().findFirst().map(c -> c.words().opensWhen()).orElse("");
  }

  /** The gates closed behind the first one. */
  public List<Reason> also() {
    return closed.stream().skip(1).map(ClosedGate::reason).toList();
  }

  /** Every rule and every gate that was looked at, in order. */
  public List<Evidence> evidence() {
    return explained.get();
  }
}
