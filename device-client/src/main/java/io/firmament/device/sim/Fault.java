package io.firmament.device.sim;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.InvalidValueException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Something that goes wrong on purpose, or is awkward. */
public sealed interface Fault {
  /** How the faults are spelt. */
  String SPELLINGS =
      "self-test-fails@V, crash@V, power@write:N, power@T, reboot@T, busy@T1-T2, defer@T1-T2 or"
          + " sleep@T1-T2 (seconds; without T2 for good), nap:S (sleeps S seconds whenever there is"
          + " nothing to do)";

  /** The end of what is for good. */
  Duration NEVER = Duration.ofDays(10_000);

  /** Something that happens once. */
  sealed interface Strike extends Fault {
    /** After the start of the process. */
    Duration at();
  }

  /** Something that lasts. */
  sealed interface Spell extends Fault {
    /** Begins so long after the start of the process. */
    Duration from();

    /** Ends so long after the start of the process. */
    Duration to();
  }

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
   * The power goes at a moment.
   *
   * @param at the moment
   */
  record PowerOff(Duration at) implements Strike {}

  /**
   * Somebody presses the reset button.
   *
   * @param at the moment
   */
  record Reboot(Duration at) implements Strike {}

  /**
   * The application forbids updates for a while.
   *
   * @param from the first moment
   * @param to the moment after
   */
  record Busy(Duration from, Duration to) implements Spell {}

  /**
   * The application defers the reset that a complete update waits for.
   *
   * @param from the first moment
   * @param to the moment after
   */
  record Defer(Duration from, Duration to) implements Spell {}

  /**
   * The device says goodbye and sleeps whenever there is nothing to do for it.
   *
   * @param lasting how long it sleeps
   */
  record Nap(Duration lasting) implements Fault {}

  /**
   * The device says goodbye, sleeps, and comes back.
   *
   * @param from the first moment
   * @param to the moment after
   */
  record Sleep(Duration from, Duration to) implements Spell {}

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
                    + "|(?<strike>power|reboot)@(?<at>\\d{1,6})"
                    + "|nap:(?<nap>[1-9]\\d{0,5})"
                    + "|(?<spell>busy|defer|sleep)@(?<from>\\d{1,6})-(?<to>\\d{0,6})")
            .matcher(spec);
    if (!matcher.matches()) {
      throw new InvalidValueException("fault", SPELLINGS, spec);
    } else if (matcher.group("write") != null) {
      return new PowerCut(Long.parseLong(matcher.group("write")));
    } else if (matcher.group("strike") != null) {
      Duration at = seconds(matcher.group("at"));
      return matcher.group("strike").equals("power") ? new PowerOff(at) : new Reboot(at);
    } else if (matcher.group("nap") != null) {
      return new Nap(seconds(matcher.group("nap")));
    } else if (matcher.group("spell") != null) {
      return spell(matcher);
    }
    FirmwareVersion version = new FirmwareVersion(Integer.parseInt(matcher.group("version")));
    return matcher.group("kind").equals("crash") ? new Crash(version) : new SelfTestFails(version);
  }

  private static Spell spell(Matcher matcher) {
    String kind = matcher.group("spell");
    Duration from = seconds(matcher.group("from"));
    Duration to = matcher.group("to").isEmpty() ? NEVER : seconds(matcher.group("to"));
    if (from.compareTo(to) >= 0) {
      throw new InvalidValueException("fault", kind + "@T1-T2 with T1 before T2", matcher.group());
    }
    return switch (kind) {
      case "busy" -> new Busy(from, to);
      case "defer" -> new Defer(from, to);
      default -> new Sleep(from, to);
    };
  }

  private static Duration seconds(String text) {
    return Duration.ofSeconds(Long.parseLong(text));
  }
}
