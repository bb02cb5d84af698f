package io.firmament.server.release;

import io.firmament.protocol.value.Coding;

/**
 * A coding in which a firmware's image is not kept, and why.
 *
 * @param coding the coding
 * @param cause whether that is as it should be
 * @param detail in words
 */
public record EncodingGap(Coding coding, Cause cause, String detail) {
  /** Whether that is as it should be. */
  public enum Cause {
    /** The encoded image is not smaller than the image itself: it is of no use. */
    NOT_SMALLER,
    /** The coding's library is missing here; tried again at every start. */
    UNAVAILABLE,
    /** It could not be made; tried again at every start. */
    FAILED
  }

  /** Whether a later attempt may end otherwise. */
  public boolean isTriedAgain() {
    return cause != Cause.NOT_SMALLER;
  }
}
