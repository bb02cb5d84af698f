package io.firmament.server.app;

/** A record was not as the change expected it: somebody else was faster. */
public final class ConflictException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param table the record's table
   * @param key the record's key
   * @param expected the revision expected
   * @param actual the revision found, 0 for none
   */
  public ConflictException(String table, String key, long expected, long actual) {
    super(table + " '" + key + "' was expected at revision " + expected + ", but is at " + actual);
  }
}
