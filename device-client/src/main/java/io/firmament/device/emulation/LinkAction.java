package io.firmament.device.emulation;

/**
 * What a link wants done.
 *
 * @param <T> what is sent over it
 */
public sealed interface LinkAction<T> {
  /**
   * Hand a datagram on.
   *
   * @param direction which way
   * @param datagram as it was taken
   * @param octets its payload's size, as it was told
   */
  record Deliver<T>(Direction direction, T datagram, int octets) implements LinkAction<T> {}

  /** From now on, use another source port towards the cloud. */
  record Rebind<T>() implements LinkAction<T> {}
}
