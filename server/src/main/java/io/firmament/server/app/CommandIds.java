package io.firmament.server.app;

import io.firmament.server.device.DeviceRecord;
import java.time.Instant;

/** The numbers of commands to a device: each is higher than all before it (docs/protocol.md). */
final class CommandIds {
  private CommandIds() {}

  /** Seconds since 1970 or one more than the last: higher even after a backup was restored. */
  static long next(DeviceRecord device, Instant now) {
    return Math.max(device.lastCommand() + 1, now.getEpochSecond());
  }
}
