package io.firmament.cli;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** For how long something is tried again, with a pause before each time. */
final class Patience {
  private static final long PAUSE_MILLIS = 500;

  private final long begun = System.nanoTime();
  private final Duration patience;

  Patience(Duration patience) {
    this.patience = patience;
  }

  boolean isOver() {
    return System.nanoTime() - begun >= patience.toNanos();
  }

  /** Waits a moment. */
  void pause() throws CommandFailedException {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailedException.failed("interrupted", "");
    }
  }
}
