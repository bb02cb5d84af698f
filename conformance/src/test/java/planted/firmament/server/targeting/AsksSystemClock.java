package planted.firmament.server.targeting;

import java.time.Clock;

/** Rule 7: time is passed in. */
public final class AsksSystemClock {
  Object planted() {
    return Clock.systemUTC();
  }
}
