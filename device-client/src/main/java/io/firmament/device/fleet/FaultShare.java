package io.firmament.device.fleet;

import io.firmament.device.sim.Fault;
import io.firmament.protocol.value.InvalidValueException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** What goes wrong with a share of a fleet: {@code crash@2@10%}. */
public final class FaultShare {
  /** How what goes wrong is spelt, before {@code @SHARE%}. */
  public static final String FAULTS = Fault.SPELLINGS + "; " + Misfortune.SPELLINGS;

  private static final double PERCENT = 100.0;

  private final Misfortune misfortune;
  private final double share;

  private FaultShare(Misfortune misfortune, double share) {
    this.misfortune = misfortune;
    this.share = share;
  }

  /**
   * A share as it is spelt on a command line.
   *
   * @throws InvalidValueException when it is not spelt so
   */
  public static FaultShare parse(String spec) {
    int at = spec.lastIndexOf('@');
    String percent = spec.substring(at + 1);
    if (at < 1 || !percent.matches("\\d{1,3}(\\.\\d{1,4})?%")) {
      throw new InvalidValueException("fault", "FAULT@SHARE%, where FAULT is " + FAULTS, spec);
    }
    double share = Double.parseDouble(percent.substring(0, percent.length() - 1)) / PERCENT;
    if (share > 1) {
      throw new InvalidValueException("fault", "a share of at most 100%", spec);
    }
    return new FaultShare(Misfortune.parse(spec.substring(0, at)), share);
  }

  /** Which of so many devices it meets, numbered from 0: its share, to the nearest device. */
  Set<Integer> victims(int devices, RandomGenerator random) {
    List<Integer> all = new ArrayList<>(IntStream.range(0, devices).boxed().toList());
    Mix.shuffle(all, random);
    return new HashSet<>(all.subList(0, (int) Math.round(share * devices)));
  }

  /** What happens to one that it meets. */
  List<Fault> draw(RandomGenerator random, Duration horizon) {
    return misfortune.draw(random, horizon);
  }
}
