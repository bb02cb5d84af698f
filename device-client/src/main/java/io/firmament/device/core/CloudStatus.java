package io.firmament.device.core;

/** How the connection to the cloud stands. */
public enum CloudStatus {
  /** Not wanted. */
  DISCONNECTED,
  /** Wanted, and under way. */
  CONNECTING,
  /** The cloud has answered a hello. */
  CONNECTED,
  /**
   * The cloud answers, and does not take the device: quarantined, denied, or of another product.
   */
  REFUSED
}
