package planted.firmament.server.telemetry;

import planted.firmament.server.console.InCircleToo;

/** Rule 6: half of a cycle. */
public final class InCircle {
  Object planted() {
    return InCircleToo.class;
  }
}
