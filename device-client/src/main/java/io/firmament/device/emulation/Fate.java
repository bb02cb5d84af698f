package io.firmament.device.emulation;

/** What can become of a datagram. */
public enum Fate {
  /** Lost, each for itself. */
  LOST,
  /** Lost in a burst. */
  BURST,
  /** Dropped, since the queue was full. */
  QUEUE_FULL,
  /** Dropped, since it was larger than the MTU. */
  TOO_LARGE,
  /** Sent, or due, in a blackout. */
  BLACKOUT,
  /** Sent to a port that the device no longer has. */
  STALE_PORT,
  /** Refused by the socket: nobody is there, or its buffer is full. */
  UNSENT
}
