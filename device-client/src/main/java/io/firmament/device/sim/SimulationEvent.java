package io.firmament.device.sim;

import io.firmament.protocol.message.Status;
import io.firmament.protocol.value.FirmwareVersion;
import java.time.Duration;
import java.util.Optional;

/**
 * What a simulated device did: one line of its output.
 *
 * @param at since the start of the process
 * @param phase what
 * @param version which version it concerns
 * @param progress how much has been fetched
 * @param detail for people; may be empty
 */
public record SimulationEvent(
    Duration at,
    Phase phase,
    Optional<FirmwareVersion> version,
    Optional<Status.Progress> progress,
    String detail) {
  /** What a simulated device does. */
  public enum Phase {
    /** It has booted; the version is the one that runs. */
    BOOTED,
    /** The version that runs crashed. */
    CRASHED,
    /** The cloud has answered. */
    CONNECTED,
    /** It wants to be connected and is not. */
    CONNECTING,
    /** The cloud does not take it. */
    REFUSED,
    /** An update begins; the progress says what was here already. */
    STARTED,
    /** Another twentieth is here. */
    TRANSFERRING,
    /** All is here. */
    VERIFYING,
    /** The new version is staged. */
    READY_TO_APPLY,
    /** The device boots. */
    REBOOTING,
    /** The version that runs has proved itself. */
    CONFIRMED,
    /** The version that ran is left. */
    ROLLED_BACK,
    /** An update failed. */
    FAILED,
    /** Another root document is believed from now on. */
    ROOT_TRUSTED,
    /** The cloud has handed out a root document that is not to be believed. */
    ROOT_REFUSED,
    /** An update waits, since updates are disabled. */
    PENDING,
    /** Updates are disabled by the script. */
    BUSY,
    /** Updates are enabled again. */
    AVAILABLE,
    /** An update is complete, and waits for a reset. */
    RESET_PENDING,
    /** It said goodbye by the script. */
    SLEEPING,
    /** It is awake again. */
    AWAKE,
    /** The power goes by the script. */
    POWER_CUT
  }
}
