package io.firmament.server.transfer;

import java.util.Optional;

/**
 * Who and what caused an attempt (feature REL11).
 *
 * @param trigger the trigger point: {@code handshake}, {@code resume}, {@code wake}, {@code change}
 * @param rule the rule that chose the target
 * @param release the number of the release that did, where one did
 * @param by who made that rule apply: the name of a token
 */
public record Cause(String trigger, String rule, Optional<Long> release, String by) {
  /** Whether somebody flashed it by hand. */
  public boolean byHand() {
    return rule.equals("flash");
  }
}
