package io.firmament.server.transfer;

/**
 * What a device's traffic was for, in octets of UDP payload, with all that DTLS and CoAP put round
 * it (feature OBS3).
 *
 * @param handshake DTLS handshakes, alerts, and what is repeated of them
 * @param control hellos, offers, manifests, reports, events, and their answers
 * @param firmware requests for blocks that were not asked for before, and the blocks
 * @param repeated what was said or sent before: blocks, and confirmable messages and their answers
 */
public record WireBytes(Octets handshake, Octets control, Octets firmware, Octets repeated) {
  /** Nothing yet. */
  public static final WireBytes NONE =
      new WireBytes(Octets.NONE, Octets.NONE, Octets.NONE, Octets.NONE);

  /** Both together. */
  public WireBytes plus(WireBytes other) {
    return new WireBytes(
        handshake.plus(other.handshake),
        control.plus(other.control),
        firmware.plus(other.firmware),
        repeated.plus(other.repeated));
  }

  /** What came since then. */
  public WireBytes minus(WireBytes before) {
    return new WireBytes(
        handshake.minus(before.handshake),
        control.minus(before.control),
        firmware.minus(before.firmware),
        repeated.minus(before.repeated));
  }

  /** Of all kinds. */
  public Octets total() {
    return handshake.plus(control).plus(firmware).plus(repeated);
  }
}
