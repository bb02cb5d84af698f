package io.firmament.server.targeting;

import java.util.List;
import java.util.function.Supplier;

/**
 * A gate that keeps a target from being offered.
 *
 * @param gate its name
 * @param code why
 * @param wording makes the rest, when somebody asks
 */
public record ClosedGate(String gate, ReasonCode code, Supplier<Words> wording) {
  /**
   * A closed gate in words.
   *
   * @param parameters what belongs to the reason, in the order of docs/targeting.md
   * @param why why it is closed
   * @param opensWhen what would open it
   */
  public record Words(List<String> parameters, String why, String opensWhen) {
    /** Keeps a copy. */
    public Words {
      parameters = List.copyOf(parameters);
    }

    static Words of(String why, String opensWhen, String... parameters) {
      return new Words(List.of(parameters), why, opensWhen);
    }
  }

  /** The words. */
  public Words words() {
    return wording.get();
  }

  /** The reason with its parameters. */
  public Reason reason() {
    return new Reason(code, words().parameters());
  }
}
