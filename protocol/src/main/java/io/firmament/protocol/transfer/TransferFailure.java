package io.firmament.protocol.transfer;

/** Why a transfer cannot succeed. */
public enum TransferFailure {
  /** The peer has no such blob, or not for this device: 4.04. */
  ABSENT,
  /** The peer's blob is shorter than it was said to be: 4.02. */
  PAST_END,
  /** The peer answered with another error. */
  REFUSED,
  /** A block came that was not asked for, or of the wrong length. */
  WRONG_BLOCK;

  private static final int NOT_FOUND = 0x84;
  private static final int BAD_OPTION = 0x82;

  static TransferFailure ofCode(int code) {
    if (code == NOT_FOUND) {
      return ABSENT;
    }
    return code == BAD_OPTION ? PAST_END : REFUSED;
  }
}
