package io.firmament.device.emulation;

import io.firmament.protocol.value.InvalidValueException;

/**
 * How much fits through.
 *
 * @param bitsPerSecond how fast datagrams are sent, headers included; 0 for no limit
 * @param queueBytes what may wait to be sent, the datagram that is being sent included; what would
 *     exceed it is dropped (tail drop); 0 for no limit
 * @param mtuBytes the largest IP packet; larger ones are dropped; 0 for no limit
 */
public record Capacity(double bitsPerSecond, long queueBytes, int mtuBytes) {
  /** Everything fits. */
  public static final Capacity UNLIMITED = new Capacity(0, 0, 0);

  /**
   * @throws InvalidValueException when a limit is negative
   */
  public Capacity {
    if (!(bitsPerSecond >= 0) || queueBytes < 0 || mtuBytes < 0) {
      throw new InvalidValueException(
          "rate, queue and MTU",
          "zero or more",
          bitsPerSecond + ", " + queueBytes + ", " + mtuBytes);
    }
  }

  Capacity withRate(double other) {
    return new Capacity(other, queueBytes, mtuBytes);
  }

  Capacity withQueue(long other) {
    return new Capacity(bitsPerSecond, other, mtuBytes);
  }

  Capacity withMtu(int other) {
    return new Capacity(bitsPerSecond, queueBytes, other);
  }
}
