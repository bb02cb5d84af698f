package io.firmament.protocol.message;

import java.util.Optional;

/**
 * How an update stands at the device.
 *
 * @param id of the report
 * @param commandId the offer
 * @param phase how far it is
 * @param reason why, in the phase {@link Phase#FAILED}
 * @param since seconds that the phase has lasted
 * @param progress how much has been fetched, in the phase {@link Phase#TRANSFERRING}
 */
public record Status(
    ReportId id,
    long commandId,
    Phase phase,
    Optional<RefusalReason> reason,
    long since,
    Optional<Progress> progress)
    implements Message {
  /** How far an update is. */
  public enum Phase {
    /** Taken, or taken up again. */
    STARTED(1),
    /** Blocks are being fetched. */
    TRANSFERRING(2),
    /** All there: checked, decoded, written. */
    VERIFYING(3),
    /** Complete; the application defers the reset. */
    READY_TO_APPLY(4),
    /** The device boots now. */
    REBOOTING(5),
    /** It ended without an update. */
    FAILED(6);

    private final int wire;

    Phase(int wire) {
      this.wire = wire;
    }

    /** The number on the wire. */
    public int wire() {
      return wire;
    }
  }

  /**
   * How much has been fetched.
   *
   * @param blocks blocks that are there
   * @param of blocks in all
   */
  public record Progress(long blocks, long of) {}
}
