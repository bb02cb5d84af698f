package io.firmament.server.app;

import io.firmament.protocol.value.ModuleName;
import io.firmament.server.device.DeviceRecord;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The events that the server tells, in the words that Particle's clients listen for. */
final class EventNames {
  static final String STATUS = "spark/status";
  static final String SAFE_MODE = "spark/status/safe-mode";
  static final String FLASH_STATUS = "spark/flash/status";
  static final String LAST_RESET = "spark/device/last_reset";
  static final String APP_HASH = "spark/device/app-hash";
  static final String UPDATES_ENABLED = "particle/device/updates/enabled";
  static final String UPDATES_FORCED = "particle/device/updates/forced";
  static final String UPDATES_PENDING = "particle/device/updates/pending";
  static final String FIRMWARE_CREATE = "particle/firmware/create";
  static final String FIRMWARE_RELEASE = "particle/firmware/release";
  static final String FIRMWARE_WITHDRAW = "particle/firmware/withdraw";

  static final String UPDATE_ENDED = "firmament/device/update";

  /** With the blank at the end, as Particle's cloud says it. */
  static final String STARTED = "started ";

  /** With the blank at the end, as Particle's cloud says it. */
  static final String SUCCESS = "success ";

  static final String ONLINE = "online";
  static final String OFFLINE = "offline";
  static final String FAILED = "failed";
  static final String ROLLED_BACK = "rolled back";

  /** What a device may say under the names that are the cloud's own. */
  private static final Set<String> OF_DEVICES =
      Set.of(
          UPDATES_ENABLED,
          UPDATES_FORCED,
          UPDATES_PENDING,
          "particle/device/reset/pending",
          "spark/device/session/end");

  /** How the names begin of what the cloud itself tells. */
  static final List<String> SYSTEM_PREFIXES = List.of("spark/", "particle/", "firmament/");

  private EventNames() {}

  /** Whether no operator may tell an event of this name. */
  static boolean isSystem(String name) {
    return SYSTEM_PREFIXES.stream().anyMatch(name.toLowerCase(Locale.ROOT)::startsWith);
  }

  /** Whether no device may tell an event of this name. */
  static boolean isReserved(String name) {
    return isSystem(name) && !OF_DEVICES.contains(name);
  }

  static ServerEvent of(DeviceRecord device, String name, String data, Instant now) {
    int version =
        device
            .facts()
            .flatMap(f -> f.running(ModuleName.APPLICATION))
            .map(m -> m.version().number())
            .orElse(ServerEvent.NO_VERSION);
    return new ServerEvent(
        name, data, now, Optional.of(device.id()), Optional.of(device.product()), version, "");
  }
}
