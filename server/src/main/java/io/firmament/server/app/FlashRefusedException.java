package io.firmament.server.app;

/** A file cannot be flashed to a device: see {@link FlashReply.Refused}. */
final class FlashRefusedException extends Exception {
  private static final long serialVersionUID = 1L;
  private final FlashReply.Why why;
  private final String hint;

  FlashRefusedException(FlashReply.Why why, String message, String hint) {
    super(message, null, false, false);
    this.why = why;
    this.hint = hint;
  }

  FlashReply.Refused reply() {
    return new FlashReply.Refused(why, getMessage(), hint);
  }
}
