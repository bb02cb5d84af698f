package io.firmament.server.targeting;

import java.util.Optional;

/**
 * One rule or gate that was looked at (feature TGT15).
 *
 * @param name its name: {@code lock}, {@code online}…
 * @param verdict what came of it
 * @param why in words
 * @param reason the reason, where a gate is closed
 * @param opensWhen what would open a closed gate; empty for anything else
 */
public record Evidence(
    String name, Verdict verdict, String why, Optional<Reason> reason, String opensWhen) {
  /** What came of a rule or a gate. */
  public enum Verdict {
    /** The rule that decided. */
    CHOSEN,
    /** A rule that does not apply, or comes behind the one that decided. */
    PASSED_OVER,
    /** A gate that lets the target through. */
    OPEN,
    /** A gate that does not. */
    CLOSED
  }

  static Evidence chosen(String name, String why) {
    return new Evidence(name, Verdict.CHOSEN, why, Optional.empty(), "");
  }

  static Evidence passedOver(String name, String why) {
    return new Evidence(name, Verdict.PASSED_OVER, why, Optional.empty(), "");
  }

  static Evidence open(String name) {
    return new Evidence(name, Verdict.OPEN, "", Optional.empty(), "");
  }

  static Evidence closed(ClosedGate closed) {
    ClosedGate.Words words = closed.words();
    return new Evidence(
        closed.gate(),
        Verdict.CLOSED,
        words.why(),
        Optional.of(closed.reason()),
        words.opensWhen());
  }
}
