package io.firmament.device.fleet;

import io.firmament.device.sim.Fault;
import io.firmament.protocol.value.InvalidValueException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can go wrong with a device of a fleet; chance says when. */
sealed interface Misfortune {
  /** How they are spelt, besides the faults of one device. */
  String SPELLINGS =
      "power@write:N-M, power@every:S, reboot@every:S, busy@every:S:LASTING or"
          + " sleep@every:S:LASTING (seconds, on average)";

  /**
   * The faults of one device.
   *
   * @param random the device's chance
   * @param horizon nothing is drawn beyond it
   */
  List<Fault> draw(RandomGenerator random, Duration horizon);

  /**
   * One that is the same for every device.
   *
   * @param fault the fault
   */
  record Fixed(Fault fault) implements Misfortune {
    @Override
    public List<Fault> draw(RandomGenerator random, Duration horizon) {
      return List.of(fault);
    }
  }

  /**
   * The power goes at any of some writes, each as likely as the other.
   *
   * @param first the first of them
   * @param last the last of them
   */
  record AnyWrite(long first, long last) implements Misfortune {
    @Override
    public List<Fault> draw(RandomGenerator random, Duration horizon) {
      return List.of(new Fault.PowerCut(random.nextLong(first, last + 1)));
    }
  }

  /**
   * One that comes again and again, at moments of chance (a Poisson process).
   *
   * @param kind which
   * @param mean from the end of one to the next, on average
   * @param lasting how long it lasts; zero for what does not last
   */
  record Recurring(Kind kind, Duration mean, Duration lasting) implements Misfortune {
    /** What may recur. */
    enum Kind {
      POWER,
      REBOOT,
      BUSY,
      SLEEP
    }

    @Override
    public List<Fault> draw(RandomGenerator random, Duration horizon) {
      List<Fault> drawn = new ArrayList<>();
      Duration at = wait(random);
      while (at.compareTo(horizon) < 0) {
        drawn.add(fault(at));
        at = at.plus(lasting).plus(wait(random));
      }
      return drawn;
    }

    private Duration wait(RandomGenerator random) {
      return Duration.ofMillis(Math.max(1, Math.round(mean.toMillis() * random.nextExponential())));
    }

    private Fault fault(Duration at) {
      return switch (kind) {
        case POWER -> new Fault.PowerOff(at);
        case REBOOT -> new Fault.Reboot(at);
        case BUSY -> new Fault.Busy(at, at.plus(lasting));
        case SLEEP -> new Fault.Sleep(at, at.plus(lasting));
      };
    }
  }

  /**
   * A misfortune as it is spelt on a command line.
   *
   * @throws InvalidValueException when it is none
   */
  static Misfortune parse(String spec) {
    Matcher matcher =
        Pattern.compile(
                "power@write:(?<first>[1-9]\\d{0,8})-(?<last>[1-9]\\d{0,8})"
                    + "|(?<strike>power|reboot)@every:(?<mean>[1-9]\\d{0,5})"
                    + "|(?<spell>busy|sleep)@every:(?<apart>[1-9]\\d{0,5}):(?<for>[1-9]\\d{0,5})")
            .matcher(spec);
    if (!matcher.matches()) {
      return new Fixed(Fault.parse(spec));
    } else if (matcher.group("first") != null) {
      return writes(spec, Long.parseLong(matcher.group("first")), matcher);
    } else if (matcher.group("strike") != null) {
      Recurring.Kind kind =
          matcher.group("strike").equals("power") ? Recurring.Kind.POWER : Recurring.Kind.REBOOT;
      return new Recurring(kind, seconds(matcher.group("mean")), Duration.ZERO);
    }
    Recurring.Kind kind =
        matcher.group("spell").equals("busy") ? Recurring.Kind.BUSY : Recurring.Kind.SLEEP;
    return new Recurring(kind, seconds(matcher.group("apart")), seconds(matcher.group("for")));
  }

  private static Misfortune writes(String spec, long first, Matcher matcher) {
    long last = Long.parseLong(matcher.group("last"));
    if (last < first) {
      throw new InvalidValueException("fault", "power@write:N-M with N up to M", spec);
    }
    return new AnyWrite(first, last);
  }

  private static Duration seconds(String text) {
    return Duration.ofSeconds(Long.parseLong(text));
  }
}
