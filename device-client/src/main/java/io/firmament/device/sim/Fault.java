package io.firmament.device.sim;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.InvalidValueException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Something that goes wrong on purpose. */
public sealed interface Fault {
  /** How the faults are spelt. */
  String SPELLINGS = "self-test-fails@V, crash@V, power@write:N or busy@T1-T2 (seconds)";

  /**
   * The self-test of a version fails.
   *
   * @param version the version
   */
  record SelfTestFails(FirmwareVersion version) implements Fault {}

  /**
   * A version crashes at each boot.
   *
   * @param version the version
   */
  record Crash(FirmwareVersion version) implements Fault {}

  /**
   * The power goes when something is to be stored.
   *
   * @param write which change of the storage in this process, from 1; it does not happen
   */
  record PowerCut(long write) implements Fault {}

  /**
   * The application forbids updates for a while.
   *
   * @param from after the start of the process
   * @param to after the start of the process
   */
  record Busy(Duration from, Duration to) implements Fault {}

  /**
   * A fault as it is spelt on a command line.
   *
   * @throws InvalidValueException when it is none of {@link #SPELLINGS}
   */
  static Fault parse(String spec) {
    Matcher matcher =
        Pattern.compile(
                "(?<kind>self-test-fails|crash)@(?<version>\\d{1,5})"
                    + "|power@write:(?<write>[1-9]\\d{0,9})"
                    + "|busy@(?<from>\\d{1,6})-(?<to>\\d{1,6})")
            .matcher(spec);
    if (!matcher.matches()) {
      throw new InvalidValueException("fault", SPELLINGS, spec);
    } else if (matcher.group("write") != null) {
      return new PowerCut(Long.parseLong(matcher.group("write")));
    } else if (matcher.group("from") != null) {
      return busy(spec, seconds(matcher.group("from")), seconds(matcher.group("to")));
    }
    FirmwareVersion version = new FirmwareVersion(Integer.parseInt(matcher.group("version")));
    return matcher.group("kind").equals("crash") ? new Crash(version) : new SelfTestFails(version);
  }

  private static Fault busy(String spec, Duration from, Duration to) {
    if (from.compareTo(to) >= 0) {
      throw new InvalidValueException("fault", "busy@T1-T2 with T1 before T2", spec);
    }
    return new Busy(from, to);
  }

  private static Duration seconds(String text) {
    return Duration.ofSeconds(Long.parseLong(text));
  }
}
