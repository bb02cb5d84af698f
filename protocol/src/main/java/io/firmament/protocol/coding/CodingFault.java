package io.firmament.protocol.coding;

/** What is wrong with an encoded image. */
public enum CodingFault {
  /** It holds more octets than the image is said to have. */
  TOO_LONG,
  /** It is complete and holds fewer octets than the image is said to have. */
  TOO_SHORT,
  /** It breaks off. */
  TRUNCATED,
  /** Something follows its end. */
  TRAILING,
  /** It is not in this coding, or has parameters that the coding's number does not stand for. */
  INVALID,
  /** To decode it takes more memory than there is. */
  MEMORY
}
