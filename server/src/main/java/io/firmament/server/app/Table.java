package io.firmament.server.app;

/**
 * A named set of records of one type, each under a key. Keys are compared by their UTF-8 octets, so
 * that numbers in keys are written with leading zeros.
 *
 * @param name lower-case letters and hyphens; part of the stored form, never changed
 * @param type what is kept: a record of values, lists, maps, strings, numbers, optionals and
 *     instants
 * @param <T> the type
 */
public record Table<T>(String name, Class<T> type) {
  /** Checks the name. */
  public Table {
    if (!name.matches("[a-z][a-z-]*")) {
      throw new IllegalArgumentException(
          "a table's name is lower-case letters and hyphens, but is '" + name + "'");
    }
  }
}
