package io.firmament.device.emulation;

import io.firmament.protocol.value.InvalidValueException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with their units, as people write them. */
final class Quantity {
  private static final Pattern SPELLING =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)([A-Za-z%]*)");
  private static final Map<String, Long> NANOS =
      Map.of("ms", 1_000_000L, "s", 1_000_000_000L, "min", 60_000_000_000L);
  private static final Map<String, Long> BYTES =
      Map.of("", 1L, "B", 1L, "KiB", 1024L, "MiB", 1024L * 1024);
  private static final Map<String, Long> BITS_PER_SECOND =
      Map.of("", 1L, "k", 1000L, "M", 1_000_000L);
  private static final Map<String, Long> PERCENT = Map.of("%", 1L);
  private static final Map<String, Long> COUNT = Map.of("", 1L);
  private static final BigDecimal LARGEST = BigDecimal.valueOf(1L << 60);
  private static final int DECIMALS = 9;

  private Quantity() {}

  /** {@code 60s}, {@code 1.5ms}. */
  static Duration time(String what, String text) {
    return Duration.ofNanos(of(what, "a time as 250ms, 60s or 5min", text, NANOS).longValue());
  }

  /** {@code 64KiB}. */
  static long bytes(String what, String text) {
    return of(what, "a size as 1200, 64KiB or 1MiB", text, BYTES).longValue();
  }

  /** {@code 300k}, in bits a second. */
  static double rate(String what, String text) {
    return of(what, "bits per second as 16900, 300k or 20M", text, BITS_PER_SECOND).doubleValue();
  }

  /** {@code 0.5%}, as a number from 0 to 1. */
  static double share(String what, String text) {
    String expected = "a share from 0% to 100%, as 0.5%";
    double percent = of(what, expected, text, PERCENT).doubleValue();
    if (percent > 100) {
      throw new InvalidValueException(what, expected, text);
    }
    return percent / 100;
  }

  /** {@code 2.5}. */
  static double count(String what, String text) {
    return of(what, "a number as 5", text, COUNT).doubleValue();
  }

  private static BigDecimal of(String what, String expected, String text, Map<String, Long> units) {
    Matcher matcher = SPELLING.matcher(text);
    if (!matcher.matches() || !units.containsKey(matcher.group(2))) {
      throw new InvalidValueException(what, expected, text);
    }
    BigDecimal unit = BigDecimal.valueOf(units.get(matcher.group(2)));
    BigDecimal value = new BigDecimal(matcher.group(1)).multiply(unit);
    if (value.compareTo(LARGEST) > 0) {
      throw new InvalidValueException(what, expected + ", and not as large", text);
    }
    return value.setScale(DECIMALS, RoundingMode.HALF_UP);
  }
}
