package io.firmament.server.targeting;

import io.firmament.server.release.Firmware;
import io.firmament.server.release.Release;
import java.time.Instant;
import java.util.Optional;

/**
 * What a device should run.
 *
 * @param firmware the firmware
 * @param rule the rule that chose it: {@code flash}, {@code lock}, {@code group} or {@code default}
 * @param release the release that did, where one did
 * @param atOnce it does not wait for a session: an intelligent release, or <i>flash now</i>
 * @param flashNow it does not wait for a place among the transfers either
 * @param since when it became the target: a session since then opens the session gate
 * @param by who decided so
 */
public record Target(
    Firmware firmware,
    String rule,
    Optional<Release> release,
    boolean atOnce,
    boolean flashNow,
    Instant since,
    String by) {
  /** Whether somebody flashes it by hand: it is no version of the product. */
  public boolean byHand() {
    return rule.equals("flash");
  }

  /** Why its release is paused, if it is. */
  public Optional<String> halted() {
    return release.flatMap(Release::halted);
  }
}
