package planted.firmament.server.console;

import planted.firmament.server.telemetry.InCircle;

/** Rule 6: the other half of a cycle. */
public final class InCircleToo {
  Object planted() {
    return InCircle.class;
  }
}
