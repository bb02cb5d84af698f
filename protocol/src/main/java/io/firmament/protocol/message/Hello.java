package io.firmament.protocol.message;

/** How a device begins: what it is, in full, by digest, or to be asked for. */
public sealed interface Hello extends Message permits ShortHello, LargeHello, FullHello {
  /** What the stable part of the full hello hashes to: 8 octets (see {@code HelloCodec}). */
  HelloDigest digest();

  /** What is switched on at the device. */
  Flags flags();
}
