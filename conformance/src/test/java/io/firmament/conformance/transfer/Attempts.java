package io.firmament.conformance.transfer;

import io.firmament.conformance.figures.Median;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;

/**
 * What became of several transfers over the same path.
 *
 * @param path the path
 * @param done those that came to their end
 * @param failures why others did not
 */
record Attempts(EmulatedPath path, List<Transferred> done, List<String> failures) {
  private static final double SECONDS = 1e9;
  private static final double MILLIS = 1e6;

  /** Keeps copies. */
  Attempts {
    done = List.copyOf(done);
    failures = List.copyOf(failures);
  }

  /** Waits for them. */
  static Attempts of(EmulatedPath path, List<Future<Transferred>> futures)
      throws InterruptedException {
    List<Transferred> done = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (Future<Transferred> future : futures) {
      try {
        done.add(future.get());
      } catch (ExecutionException e) {
        failures.add(e.getCause().toString());
      }
    }
    return new Attempts(path, done, failures);
  }

  boolean isEmpty() {
    return done.isEmpty();
  }

  /**
   * The median of a figure.
   *
   * @throws IllegalArgumentException when none came to its end
   */
  double median(ToDoubleFunction<Transferred> figure) {
    return Median.of(done.stream().mapToDouble(figure).boxed().toList());
  }

  double sharePercent() {
    return median(this::sharePercent);
  }

  private double sharePercent(Transferred run) {
    return path.sharePercent(run.imageBytes(), run.taken());
  }

  double seconds() {
    return median(run -> run.taken().toNanos() / SECONDS);
  }

  double roundTripMillis() {
    return median(run -> run.roundTrip().toNanos() / MILLIS);
  }

  double idleMillis() {
    return path.idleRoundTrip().toNanos() / MILLIS;
  }

  /** How much longer the median round trip takes than on the idle link. */
  double delay() {
    return roundTripMillis() / idleMillis();
  }

  /** The median share; with the least and the most where there are several. */
  String shareWords() {
    String median = Words.of("%.1f %%", sharePercent());
    double least = done.stream().mapToDouble(this::sharePercent).min().orElseThrow();
    double most = done.stream().mapToDouble(this::sharePercent).max().orElseThrow();
    return done.size() == 1 ? median : median + Words.of(" (%.1f to %.1f)", least, most);
  }
}
