package io.firmament.server.device;

import java.util.Locale;

/** Why an update did not end well, and so what follows. */
public enum FailureClass {
  /** The link broke: go on at the next contact; never counted against the device. */
  NETWORK,
  /** The device said no: not repeated until something about it changed. */
  REFUSED,
  /** What arrived was not what was promised: once more from zero, then held. */
  VERIFY_FAILED,
  /** The new image did not confirm itself and the device went back: held. */
  ROLLED_BACK,
  /** It did not come back within its time. */
  LOST,
  /** It began the same update again and again without getting on: held for a time. */
  LOOP_GUARD,
  /** An operator stopped it: held until somebody says {@code retry}. */
  CANCELLED;

  /** The class in an API or a report. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
