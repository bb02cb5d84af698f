package io.firmament.cli.demo;

/** Waits for something that another process does. */
final class Waiting {
  private static final long LOOK_EVERY_MILLIS = 20;

  private Waiting() {}

  /** Something that becomes true. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws DemoFailedException;
  }

  /** Looks until it is true. */
  static void until(String what, Condition condition)
      throws DemoFailedException, InterruptedException {
    long deadline = System.nanoTime() + Stage.PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - deadline > 0) {
        throw new DemoFailedException("waited " + Stage.PATIENCE.toSeconds() + " s until " + what);
      }
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
  }
}
