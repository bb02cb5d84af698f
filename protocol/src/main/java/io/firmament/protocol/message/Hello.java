package io.firmament.protocol.message;

/** How a device begins: what it is, in full or by digest. */
public sealed interface Hello extends Message permits ShortHello, FullHello {
  /** What the stable part of the full hello hashes to: 8 octets (see {@code HelloCodec}). */
  HelloDigest digest();

  /** What is switched on at the device. */
  Flags flags();
}
