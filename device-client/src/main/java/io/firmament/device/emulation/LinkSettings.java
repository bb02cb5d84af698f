package io.firmament.device.emulation;

import io.firmament.protocol.value.InvalidValueException;

/**
 * How a link treats datagrams.
 *
 * @param up towards the cloud
 * @param down towards the device
 * @param overheadBytes what each datagram has beside its payload on the link
 * @param halfDuplex whether both directions share the rate of {@code down}
 * @param incidents what happens to both directions at once
 */
public record LinkSettings(
    PathSettings up,
    PathSettings down,
    int overheadBytes,
    boolean halfDuplex,
    Incidents incidents) {
  /** Headers of IPv4 (20) and UDP (8). */
  public static final int IPV4_OVERHEAD_BYTES = 28;

  /** Passes everything on at once. */
  public static final LinkSettings CLEAR =
      new LinkSettings(
          PathSettings.CLEAR, PathSettings.CLEAR, IPV4_OVERHEAD_BYTES, false, Incidents.NONE);

  /**
   * @throws InvalidValueException when the overhead is negative
   */
  public LinkSettings {
    if (overheadBytes < 0) {
      throw new InvalidValueException("overhead", "0 octets or more", overheadBytes);
    }
  }

  /**
   * A link as it is spelt on a command line: {@code lte-m,loss=20%,rebind=10s+20s}.
   *
   * @throws InvalidValueException when a part is neither a profile nor a setting with its value
   */
  public static LinkSettings parse(String text) {
    return LinkSpelling.parse(text);
  }

  PathSettings path(Direction direction) {
    return direction == Direction.UP ? up : down;
  }

  LinkSettings with(Direction direction, PathSettings path) {
    return direction == Direction.UP
        ? new LinkSettings(path, down, overheadBytes, halfDuplex, incidents)
        : new LinkSettings(up, path, overheadBytes, halfDuplex, incidents);
  }

  LinkSettings with(Incidents other) {
    return new LinkSettings(up, down, overheadBytes, halfDuplex, other);
  }

  LinkSettings withOverhead(int bytes) {
    return new LinkSettings(up, down, bytes, halfDuplex, incidents);
  }

  LinkSettings withHalfDuplex() {
    return new LinkSettings(up, down, overheadBytes, true, incidents);
  }
}
