package io.firmament.server.targeting;

import io.firmament.server.release.Firmware;
import java.time.Instant;
import java.util.Optional;

/**
 * What a device should run.
 *
 * @param firmware the firmware
 * @param rule the rule that chose it: {@code lock}, {@code default}…
 * @param atOnce it does not wait for a session: an intelligent release, or <i>flash now</i>
 * @param since when it became the target: a session since then opens the session gate
 * @param by who decided so
 * @param halted why its release is paused, if it is
 * @param downgrade whether it is meant for a device that runs a higher version, too
 */
public record Target(
    Firmware firmware,
    String rule,
    boolean atOnce,
    Instant since,
    String by,
    Optional<String> halted,
    boolean downgrade) {}
