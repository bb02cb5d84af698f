package io.firmament.device.core;

import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.InvalidValueException;
import java.util.Arrays;

/** A manifest as it was signed: opaque here, stored and given back octet for octet. Immutable. */
public final class ManifestOctets {
  /** The most octets that a manifest may have. */
  public static final int MAX_BYTES = 64 * 1024;

  private final byte[] octets;
  private final Digest digest;

  private ManifestOctets(byte[] octets) {
    this.octets = octets;
    this.digest = Digest.of(octets);
  }

  /**
   * @throws InvalidValueException when there are none, or more than {@link #MAX_BYTES}
   */
  public static ManifestOctets of(byte[] octets) {
    if (octets.length == 0 || octets.length > MAX_BYTES) {
      throw new InvalidValueException("manifest", "1 to " + MAX_BYTES + " octets", octets.length);
    }
    return new ManifestOctets(octets.clone());
  }

  /** The octets, a fresh copy. */
  public byte[] octets() {
    return octets.clone();
  }

  /** SHA-256 of the octets. */
  public Digest digest() {
    return digest;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ManifestOctets that && Arrays.equals(octets, that.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  @Override
  public String toString() {
    return "manifest " + digest.prefix();
  }
}
