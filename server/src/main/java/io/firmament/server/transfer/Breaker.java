package io.firmament.server.transfer;

/** When a release is paused because too many devices hold it back (feature SM10). */
public final class Breaker {
  /** Fewer say nothing. */
  public static final int LEAST = 5;

  /** More than one of so many. */
  public static final int ONE_OF = 5;

  private Breaker() {}

  /**
   * Whether a release is to be paused.
   *
   * @param held devices that the release reached and that hold it back now: it failed there, was
   *     rolled back, got lost or went round in circles
   * @param updated devices that run it
   */
  public static boolean trips(int held, int updated) {
    return held >= LEAST && (long) held * ONE_OF > (long) held + updated;
  }
}
