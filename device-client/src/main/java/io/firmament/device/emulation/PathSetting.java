package io.firmament.device.emulation;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The settings of one direction, as they are spelt. */
enum PathSetting {
  DELAY((path, what, text) -> path.with(path.delays().withDelay(Quantity.time(what, text)))),
  JITTER((path, what, text) -> path.with(path.delays().withJitter(Quantity.time(what, text)))),
  RATE((path, what, text) -> path.with(path.capacity().withRate(Quantity.rate(what, text)))),
  QUEUE((path, what, text) -> path.with(path.capacity().withQueue(Quantity.bytes(what, text)))),
  MTU((path, what, text) -> path.with(path.capacity().withMtu(mtu(what, text)))),
  LOSS((path, what, text) -> path.with(path.losses().withShare(Quantity.share(what, text)))),
  BURST((path, what, text) -> path.with(path.losses().withBursts(bursts(what, text)))),
  DUP((path, what, text) -> path.with(path.disorder().withDuplication(Quantity.share(what, text)))),
  REORDER((path, what, text) -> path.with(reordered(path.disorder(), what, text))),
  BLACKOUT((path, what, text) -> path.with(blackouts(what, text)));

  private static final int LARGEST_MTU = 65_535;

  /** Changes a path as a text says. */
  @FunctionalInterface
  private interface Change {
    PathSettings apply(PathSettings path, String what, String text);
  }

  private final Change change;

  PathSetting(Change change) {
    this.change = change;
  }

  /**
   * A path with this setting.
   *
   * @param what the setting as it was written, for errors
   */
  PathSettings in(PathSettings path, String what, String text) {
    return change.apply(path, what, text);
  }

  static Optional<PathSetting> find(String label) {
    return Arrays.stream(values())
        .filter(setting -> setting.name().toLowerCase(Locale.ROOT).equals(label))
        .findFirst();
  }

  private static int mtu(String what, String text) {
    return (int) Math.min(Quantity.bytes(what, text), LARGEST_MTU);
  }

  private static Bursts bursts(String what, String text) {
    Spelt.Pair pair = Spelt.pair(what, text, ':', "share and mean length in datagrams, as 2%:5");
    return Bursts.of(Quantity.share(what, pair.first()), Quantity.count(what, pair.second()));
  }

  private static Disorder reordered(Disorder disorder, String what, String text) {
    int colon = text.indexOf(':');
    String share = colon < 0 ? text : text.substring(0, colon);
    Optional<Duration> by =
        colon < 0 ? Optional.empty() : Optional.of(Quantity.time(what, text.substring(colon + 1)));
    return disorder.withReordering(Quantity.share(what, share), by);
  }

  private static List<Blackout> blackouts(String what, String text) {
    return Spelt.list(
        text,
        one -> {
          Spelt.Pair pair = Spelt.pair(what, one, '-', "begin and end, as 10s-70s");
          return new Blackout(
              Quantity.time(what, pair.first()), Quantity.time(what, pair.second()));
        });
  }
}
