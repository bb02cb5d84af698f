package io.firmament.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The page of a list that is asked for: {@code page}, from 1, and {@code per_page}.
 *
 * @param number which one, from 1
 * @param size how many entries it has at most
 */
record Page(int number, int size) {
  /** The most that one answer brings. */
  static final int MOST = 500;

  private static final int USUAL = 25;

  /** The page of a call; the first 25 where it does not say. */
  static Page of(Call call) throws Problem {
    return of(call, USUAL);
  }

  /** The page of a call. */
  static Page of(Call call, int usual) throws Problem {
    return new Page(
        within(call.query().number("page"), "page", 1, Integer.MAX_VALUE),
        within(call.query().number("per_page"), "per_page", usual, MOST));
  }

  private static int within(OptionalLong wished, String name, int otherwise, int most)
      throws Problem {
    long number = wished.orElse(otherwise);
    if (number < 1 || number > most) {
      throw Problem.invalid(
          "'" + name + "' must be a number from 1 to " + most + ", but was " + number,
          "ask for page=1&per_page=25");
    }
    return (int) number;
  }

  /** How many entries come before it. */
  long skipped() {
    return (number - 1L) * size;
  }

  /** How many pages so many entries have. */
  long total(long entries) {
    return (entries + size - 1) / size;
  }

  /** This page of a list. */
  <T> List<T> of(List<T> all) {
    return all.stream().skip(skipped()).limit(size).toList();
  }

  /** Says in an answer how many pages there are. */
  void meta(ObjectNode body, long entries) {
    body.putObject("meta")
        .put("total_pages", total(entries))
        .put("page", number)
        .put("per_page", size)
        .put("total", entries);
  }

  /** An answer that is a bare array; how many pages there are stands in its headers. */
  <T> Answer bare(List<T> all, JsonNode array, Consumer<T> add) {
    of(all).forEach(add);
    return bare(all.size(), array);
  }

  /** As above, where the array is filled already. */
  Answer bare(long entries, JsonNode array) {
    return Answer.ok(array)
        .with("X-Total-Pages", Long.toString(total(entries)))
        .with("X-Total", Long.toString(entries));
  }
}
