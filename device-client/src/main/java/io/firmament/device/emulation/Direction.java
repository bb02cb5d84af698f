package io.firmament.device.emulation;

/** Which way a datagram goes. */
public enum Direction {
  /** From the device to the cloud. */
  UP,
  /** From the cloud to the device. */
  DOWN
}
