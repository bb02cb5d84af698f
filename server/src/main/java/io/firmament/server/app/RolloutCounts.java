package io.firmament.server.app;

/**
 * How far the devices are whose target is one version, or one release (feature REL10).
 *
 * @param updated devices that run it
 * @param running devices that an attempt is under way to
 * @param failed devices that hold it back, after a failure that is none of the following
 * @param rolledBack devices that ran it, and went back by themselves
 * @param lost devices that did not come back
 * @param pending all others: they get it sooner or later, or a closed gate keeps it from them
 */
public record RolloutCounts(
    int updated, int running, int failed, int rolledBack, int lost, int pending) {
  /** Nobody. */
  public static final RolloutCounts NONE = new RolloutCounts(0, 0, 0, 0, 0, 0);

  /** What one device counts as. */
  enum Kind {
    UPDATED,
    RUNNING,
    FAILED,
    ROLLED_BACK,
    LOST,
    PENDING
  }

  /** All of them. */
  public int devices() {
    return updated + running + failed + rolledBack + lost + pending;
  }

  RolloutCounts plus(Kind kind) {
    return new RolloutCounts(
        updated + (kind == Kind.UPDATED ? 1 : 0),
        running + (kind == Kind.RUNNING ? 1 : 0),
        failed + (kind == Kind.FAILED ? 1 : 0),
        rolledBack + (kind == Kind.ROLLED_BACK ? 1 : 0),
        lost + (kind == Kind.LOST ? 1 : 0),
        pending + (kind == Kind.PENDING ? 1 : 0));
  }
}
