package io.firmament.protocol.image;

/**
 * A firmware file claims a format and does not keep to it. Costs no stack trace: strangers can
 * cause it at will.
 */
public final class ImageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ImageFault fault;
  private final String hint;

  ImageException(ImageFault fault, String what, Object expected, Object actual) {
    super("%s: expected %s, found %s".formatted(what, expected, actual), null, false, false);
    this.fault = fault;
    this.hint = hintFor(fault);
  }

  private static String hintFor(ImageFault fault) {
    return switch (fault) {
      case EMPTY, WRONG_SIZE -> "the file was cut off or padded; build or download it again";
      case WRONG_CHECKSUM, WRONG_DIGEST -> "the file was damaged; build or download it again";
      case WRONG_FIELD -> "the file was not made by a tool that knows the format";
      case UNSUPPORTED -> "send one module for the application, the system or an asset at a time";
    };
  }

  /** What is wrong, for the one who decides what comes next. */
  public ImageFault fault() {
    return fault;
  }

  /** What a person can do about it. */
  public String hint() {
    return hint;
  }
}
