package io.firmament.server.app;

import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.InstalledModule;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.ModuleName;
import io.firmament.server.device.DeviceFacts;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.session.Session;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Tells the event stream what is new in a full hello, and only that. */
final class TellFacts {
  private final Fleet fleet;
  private final Sessions sessions;

  /** What was last told of pending updates; after a restart it is told once more. */
  private final Map<DeviceId, Boolean> pendingTold = new ConcurrentHashMap<>();

  TellFacts(Fleet fleet, Sessions sessions) {
    this.fleet = fleet;
    this.sessions = sessions;
  }

  /**
   * Adds events to a change.
   *
   * @return what is told of pending updates: for {@link #told}, once the change is durable
   */
  boolean tell(Change.Builder change, DeviceRecord before, DeviceRecord after, Instant now) {
    DeviceFacts facts = after.facts().orElseThrow();
    if (isBooted(before, facts)) {
      String reason = facts.said().bootReason().name().toLowerCase(Locale.ROOT);
      change.event(EventNames.of(after, EventNames.LAST_RESET, reason, now));
    }
    image(Optional.of(facts))
        .filter(image -> !Optional.of(image).equals(image(before.facts())))
        .map(image -> EventNames.of(after, EventNames.APP_HASH, image.hex(), now))
        .ifPresent(change::event);
    boolean pending = fleet.isPending(after);
    boolean told = Boolean.valueOf(pending).equals(pendingTold.get(after.id()));
    if (!told || fleet.isPending(before) != pending) {
      String data = Boolean.toString(pending);
      change.event(EventNames.of(after, EventNames.UPDATES_PENDING, data, now));
    }
    boolean enabled = facts.flags().updatesEnabled();
    if (!isKnown(before, enabled)) {
      String data = Boolean.toString(enabled);
      change.event(EventNames.of(after, EventNames.UPDATES_ENABLED, data, now));
    }
    return pending;
  }

  /** What {@link #tell} added has become durable. */
  void told(DeviceId device, boolean pending) {
    pendingTold.put(device, pending);
  }

  private static boolean isBooted(DeviceRecord before, DeviceFacts facts) {
    return before.facts().filter(f -> f.said().bootCount() == facts.said().bootCount()).isEmpty();
  }

  private static Optional<Digest> image(Optional<DeviceFacts> facts) {
    return facts.flatMap(f -> f.said().module(ModuleName.APPLICATION)).map(InstalledModule::image);
  }

  /** The session may know of a change that came as an event of the device. */
  private boolean isKnown(DeviceRecord before, boolean enabled) {
    Optional<Flags> said = before.facts().map(DeviceFacts::flags);
    Optional<Flags> since = sessions.find(before.id()).map(Session::flags);
    return said.filter(f -> f.updatesEnabled() == enabled).isPresent()
        && since.filter(f -> f.updatesEnabled() != enabled).isEmpty();
  }
}
