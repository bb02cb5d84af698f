package io.firmament.server.app;

import io.firmament.protocol.message.InstalledModule;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.ModuleName;
import io.firmament.server.device.DeviceFacts;
import io.firmament.server.device.DeviceRecord;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Tells the event stream what is new in a full hello. A boot makes all switches new, since they are
 * RAM of the device.
 */
final class TellFacts {
  private final Fleet fleet;
  private final TellPresence presence;

  /** What was last told of pending updates; after a restart it is told once more. */
  private final Map<DeviceId, Boolean> pendingTold = new ConcurrentHashMap<>();

  TellFacts(Fleet fleet, TellPresence presence) {
    this.fleet = fleet;
    this.presence = presence;
  }

  /**
   * Adds events to a change.
   *
   * @return what is told of pending updates: for {@link #told}, once the change is durable
   */
  boolean tell(Change.Builder change, DeviceRecord before, DeviceRecord after, Instant now) {
    DeviceFacts facts = after.facts().orElseThrow();
    boolean booted = isBooted(before, facts);
    tellPresence(change, before, after, booted, now);
    if (booted) {
      String reason = facts.said().bootReason().name().toLowerCase(Locale.ROOT);
      change.event(EventNames.of(after, EventNames.LAST_RESET, reason, now));
      tell(change, after, EventNames.UPDATES_FORCED, facts.flags().updatesForced(), now);
    }
    image(Optional.of(facts))
        .filter(image -> !Optional.of(image).equals(image(before.facts())))
        .map(image -> EventNames.of(after, EventNames.APP_HASH, image.hex(), now))
        .ifPresent(change::event);
    boolean pending = fleet.isPending(after);
    boolean told = Boolean.valueOf(pending).equals(pendingTold.get(after.id()));
    if (booted || !told || fleet.isPending(before) != pending) {
      tell(change, after, EventNames.UPDATES_PENDING, pending, now);
    }
    boolean enabled = facts.flags().updatesEnabled();
    if (booted || KeepFacts.isNews(before, enabled)) {
      tell(change, after, EventNames.UPDATES_ENABLED, enabled, now);
    }
    return pending;
  }

  /** A device that booted was away for a moment, whether anybody noticed or not. */
  private void tellPresence(
      Change.Builder change, DeviceRecord before, DeviceRecord after, boolean booted, Instant now) {
    boolean wasOnline = presence.isOnline(after.id());
    if (wasOnline && booted) {
      change.event(EventNames.of(before, EventNames.STATUS, EventNames.OFFLINE, now));
    }
    if (!wasOnline || booted) {
      presence.add(change, after, true, now);
    }
    boolean safe = after.facts().orElseThrow().flags().safeMode();
    if (safe && (booted || before.facts().filter(f -> f.flags().safeMode()).isEmpty())) {
      change.event(EventNames.of(after, EventNames.SAFE_MODE, modules(after), now));
    }
  }

  private static String modules(DeviceRecord device) {
    return device.facts().orElseThrow().said().modules().stream()
        .map(m -> m.name() + " " + m.version() + " " + m.state().name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private static void tell(
      Change.Builder change, DeviceRecord device, String name, boolean on, Instant now) {
    change.event(EventNames.of(device, name, Boolean.toString(on), now));
  }

  /** What {@link #tell} added has become durable. */
  void told(DeviceId device, boolean pending) {
    pendingTold.put(device, pending);
    presence.told(device, true);
  }

  private static boolean isBooted(DeviceRecord before, DeviceFacts facts) {
    return before.facts().filter(f -> f.said().bootCount() == facts.said().bootCount()).isEmpty();
  }

  private static Optional<Digest> image(Optional<DeviceFacts> facts) {
    return facts.flatMap(f -> f.running(ModuleName.APPLICATION)).map(InstalledModule::image);
  }
}
