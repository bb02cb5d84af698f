package io.firmament.device.emulation;

import io.firmament.protocol.value.InvalidValueException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** How several values are written as one. */
final class Spelt {
  private Spelt() {}

  /** Two values with a character between them. */
  record Pair(String first, String second) {}

  static Pair pair(String what, String text, char between, String expected) {
    int at = text.indexOf(between);
    if (at < 1 || at == text.length() - 1) {
      throw new InvalidValueException(what, expected, text);
    }
    return new Pair(text.substring(0, at), text.substring(at + 1));
  }

  /** Values with {@code +} between them. */
  static <T> List<T> list(String text, Function<String, T> parse) {
    return Arrays.stream(text.split("\\+", -1)).map(parse).toList();
  }
}
