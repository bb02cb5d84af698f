package io.firmament.protocol.image;

/** What is wrong with a firmware file. */
public enum ImageFault {
  /** There is not one octet. */
  EMPTY,
  /** It is longer or shorter than it says. */
  WRONG_SIZE,
  /** Its CRC-32 does not hold: it was damaged. */
  WRONG_CHECKSUM,
  /** Its SHA-256 does not hold: it was altered, and the CRC-32 made to fit. */
  WRONG_DIGEST,
  /** A field holds what it cannot hold. */
  WRONG_FIELD,
  /** It is sound, but of a kind that cannot be installed from here. */
  UNSUPPORTED
}
