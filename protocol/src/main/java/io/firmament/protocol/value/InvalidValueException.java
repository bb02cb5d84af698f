package io.firmament.protocol.value;

/** A value is not what it must be: says what was expected and what came. */
public final class InvalidValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN_CHARACTERS = 80;

  /**
   * @param what the name of the value, as a person would say it
   * @param expected what it must be, a noun phrase
   * @param actual what came; shortened to 80 characters
   */
  public InvalidValueException(String what, String expected, Object actual) {
    super(what + " must be " + expected + ", but was " + shown(actual));
  }

  private static String shown(Object actual) {
    String text = "'" + actual + "'";
    return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…'";
  }
}
