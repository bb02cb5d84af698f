package io.firmament.device.fleet;

import io.firmament.protocol.value.InvalidValueException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Names with weights, as {@code lte-m:50,nb-iot:25,wifi:25}; a name alone has the weight 1. Of any
 * number of devices each name gets its part, to the nearest device.
 *
 * @param parts at least one
 */
public record Mix(List<Part> parts) {
  private static final String EXPECTED = "NAME or NAME:WEIGHT, separated by commas";
  private static final int MOST_WEIGHT = 1_000_000;

  /**
   * One name.
   *
   * @param name what it is called
   * @param weight its part of the sum of all weights, at least 1
   */
  public record Part(String name, int weight) {}

  /** Keeps a copy. */
  public Mix {
    parts = List.copyOf(parts);
  }

  /**
   * A mix as it is spelt on a command line.
   *
   * @param what what is mixed, for people
   * @throws InvalidValueException when it is none
   */
  public static Mix parse(String what, String spec) {
    List<Part> parts = new ArrayList<>();
    for (String part : spec.split(",", -1)) {
      if (!part.matches("[a-z0-9][a-z0-9-]*(:[1-9]\\d{0,6})?")) {
        throw new InvalidValueException(what, EXPECTED, spec);
      }
      int colon = part.indexOf(':');
      int weight = colon < 0 ? 1 : Integer.parseInt(part.substring(colon + 1));
      if (weight > MOST_WEIGHT) {
        throw new InvalidValueException(what, "weights up to " + MOST_WEIGHT, spec);
      }
      parts.add(new Part(colon < 0 ? part : part.substring(0, colon), weight));
    }
    return new Mix(parts);
  }

  /** The names. */
  public List<String> names() {
    return parts.stream().map(Part::name).toList();
  }

  /** Deals the names out: one for each device, in an order of chance. */
  public List<String> deal(int devices, RandomGenerator random) {
    long sum = parts.stream().mapToLong(Part::weight).sum();
    List<String> dealt = new ArrayList<>();
    long before = 0;
    for (Part part : parts) {
      before += part.weight();
      long upTo = Math.round((double) devices * before / sum);
      dealt.addAll(Collections.nCopies((int) (upTo - dealt.size()), part.name()));
    }
    shuffle(dealt, random);
    return List.copyOf(dealt);
  }

  /** Fisher and Yates, on any generator: {@code Collections.shuffle} takes another kind here. */
  static <T> void shuffle(List<T> list, RandomGenerator random) {
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, random.nextInt(i + 1));
    }
  }
}
