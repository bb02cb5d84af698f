package io.firmament.device.core;

import java.util.function.Predicate;

/** What a boot starts. A table: the first row that matches wins. */
public enum BootDecision {
  /** Start the confirmed image. A staged image that cannot be tried, and never was, is given up. */
  RUN_ACTIVE,
  /** Start the staged image, unconfirmed; one attempt has been taken off before. */
  TRIAL,
  /** Give the tried image up, start the confirmed one, and say so in the next hello. */
  ROLL_BACK,
  /** Start no application: connect, and wait to be repaired (SM1). */
  SAFE_MODE;

  /** Decides what this boot starts. Total: every combination of inputs has an answer. */
  public static BootDecision decide(BootInputs inputs) {
    for (Row row : Row.values()) {
      if (row.matches.test(inputs)) {
        return row.decision;
      }
    }
    throw new AssertionError("the table's last row matches everything");
  }

  private enum Row {
    SAFE_MODE_WAS_ASKED_FOR(BootInputs::safeModeAsked, SAFE_MODE),
    STAGED_CAN_BE_TRIED(BootInputs::canTry, TRIAL),
    TRIED_AND_NOT_CONFIRMED(i -> i.staged() && i.trialled() && i.canRunConfirmed(), ROLL_BACK),
    CONFIRMED_CAN_RUN(BootInputs::canRunConfirmed, RUN_ACTIVE),
    NOTHING_CAN_RUN(i -> true, SAFE_MODE);

    private final Predicate<BootInputs> matches;
    private final BootDecision decision;

    Row(Predicate<BootInputs> matches, BootDecision decision) {
      this.matches = matches;
      this.decision = decision;
    }
  }
}
