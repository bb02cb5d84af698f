package planted.firmament.device.core;

import java.time.Instant;
import java.util.function.Supplier;

/** Rule 7: a method reference is no way around. */
public final class RefersToClock {
  Supplier<Instant> planted() {
    return Instant::now;
  }
}
