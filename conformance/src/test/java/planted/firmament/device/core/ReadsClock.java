package planted.firmament.device.core;

import java.time.Instant;

/** Rule 7: time is passed in. */
public final class ReadsClock {
  Object planted() {
    return Instant.now();
  }
}
