package io.firmament.device.emulation;

import java.util.OptionalDouble;

/** Sends datagrams one after the other at a rate. When it is idle again is kept exactly. */
final class TransmitterMachine {
  private static final double NANOS = 1e9;
  private static final int BITS = 8;

  private final double bitsPerSecond;
  private double idleFrom;

  /**
   * @param bitsPerSecond how fast; 0 for at once
   */
  TransmitterMachine(double bitsPerSecond) {
    this.bitsPerSecond = bitsPerSecond;
  }

  /**
   * Takes a datagram.
   *
   * @param octets its size with headers
   * @param queueBytes what may wait, this one included; 0 for no limit
   * @return when its last bit has left; empty when the queue is full
   */
  OptionalDouble send(int octets, long queueBytes, long now) {
    if (bitsPerSecond == 0) {
      return OptionalDouble.of(now);
    }
    double begin = Math.max(idleFrom, now);
    double waiting = (begin - now) * bitsPerSecond / BITS / NANOS;
    if (queueBytes > 0 && waiting + octets > queueBytes) {
      return OptionalDouble.empty();
    }
    idleFrom = begin + octets * BITS * NANOS / bitsPerSecond;
    return OptionalDouble.of(idleFrom);
  }
}
