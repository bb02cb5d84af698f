package io.firmament.server.targeting;

import java.util.List;

/**
 * Why nothing is sent, with what belongs to it: {@code FAILED(rolled-back, held)}.
 *
 * @param code which one
 * @param parameters what belongs to it, in the order of docs/protocol.md; may be empty
 */
public record Reason(ReasonCode code, List<String> parameters) {
  /** Keeps a copy. */
  public Reason {
    parameters = List.copyOf(parameters);
  }

  /** A reason. */
  public static Reason of(ReasonCode code, String... parameters) {
    return new Reason(code, List.of(parameters));
  }

  @Override
  public String toString() {
    return parameters.isEmpty() ? code.name() : code + "(" + String.join(", ", parameters) + ")";
  }
}
