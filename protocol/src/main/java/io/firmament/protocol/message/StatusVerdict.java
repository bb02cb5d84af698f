package io.firmament.protocol.message;

/** What the server answers to a status. */
public enum StatusVerdict {
  /** Go on: an empty 2.04. */
  PROCEED(0),
  /** Wait with the next step until told otherwise. */
  HOLD(1),
  /** Give it up; what was received is kept. */
  CANCEL(2);

  private final int wire;

  StatusVerdict(int wire) {
    this.wire = wire;
  }

  /** The number on the wire. */
  public int wire() {
    return wire;
  }
}
