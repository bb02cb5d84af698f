package io.firmament.device.sim;

import java.time.Duration;

/** Time since it was made. */
final class Stopwatch {
  private final long origin = System.nanoTime();

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - origin);
  }
}
