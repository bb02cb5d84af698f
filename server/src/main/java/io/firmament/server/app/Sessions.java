package io.firmament.server.app;

import io.firmament.protocol.message.Flags;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.DeviceFacts;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.session.Session;
import io.firmament.server.targeting.Presence;
import io.firmament.server.transfer.Progress;
import io.firmament.server.trigger.Trigger;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Who is here, and how far transfers are: in memory only, a map entry a device, no locks. */
final class Sessions {
  private final Map<DeviceId, Session> sessions = new ConcurrentHashMap<>();
  private final Map<DeviceId, Trigger> triggers = new ConcurrentHashMap<>();
  private final Map<DeviceId, Progress> transfers = new ConcurrentHashMap<>();

  Optional<Session> find(DeviceId device) {
    return Optional.ofNullable(sessions.get(device));
  }

  /** Changes a session that is there. */
  Optional<Session> change(DeviceId device, UnaryOperator<Session> how) {
    return Optional.ofNullable(sessions.computeIfPresent(device, (id, s) -> how.apply(s)));
  }

  /** What began the device's session, or woke it last. */
  Trigger trigger(DeviceId device) {
    return triggers.getOrDefault(device, Trigger.WAKE);
  }

  /** Begins a session, or takes up the one that is there. */
  void begin(DeviceId device, Trigger trigger, Session fresh, UnaryOperator<Session> how) {
    triggers.put(device, trigger);
    sessions.compute(device, (id, s) -> s == null ? fresh : how.apply(s));
  }

  /** Takes up a session of before the server's start; one that began since then stays. */
  void revive(DeviceId device, Session session) {
    sessions.putIfAbsent(device, session);
  }

  /**
   * Ends a session, until the device says it will be back.
   *
   * @param came whether the device is here after all
   * @return whether it has gone
   */
  boolean leave(DeviceId device, Optional<Instant> back, Predicate<Session> came) {
    return change(device, s -> came.test(s) ? s : s.left(back)).filter(s -> !s.gone()).isEmpty();
  }

  List<DeviceId> online(Instant now) {
    return sessions.entrySet().stream()
        .filter(e -> e.getValue().isOnline(now))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A copy of what is there, to walk over. */
  Map<DeviceId, Session> all() {
    return Map.copyOf(sessions);
  }

  /** Walks over what is there, without a copy: what comes and goes meanwhile may be left out. */
  Iterator<Map.Entry<DeviceId, Session>> walk() {
    return sessions.entrySet().iterator();
  }

  Optional<Progress> progress(DeviceId device) {
    return Optional.ofNullable(transfers.get(device));
  }

  void acknowledged(DeviceId device, long commandId, long blocks, long of, Instant now) {
    transfers.compute(
        device,
        (id, p) -> {
          Progress before =
              p == null || p.commandId() != commandId ? Progress.none(commandId, now) : p;
          return before.acknowledged(blocks, of, now);
        });
  }

  void offered(DeviceId device, long commandId, Instant now) {
    transfers.compute(
        device,
        (id, p) -> p != null && p.commandId() == commandId ? p : Progress.none(commandId, now));
  }

  void served(DeviceId device, Instant now) {
    transfers.computeIfPresent(device, (id, p) -> p.servedOne(now));
  }

  /** A device's presence for the decision. */
  Presence presence(DeviceRecord device, Instant now) {
    Optional<Session> session = find(device.id());
    return new Presence(
        session.filter(s -> s.greeted() && s.isOnline(now)).isPresent(),
        session.map(Session::lastHeard).or(() -> device.contact().lastSeen()),
        session.map(Session::expectedBack).orElseGet(() -> device.contact().expectedBack()),
        session.map(Session::lastTrigger),
        session.map(Session::flags).orElseGet(() -> rememberedFlags(device)),
        session.map(Session::flagsSince).or(() -> device.facts().map(DeviceFacts::saidAt)),
        Optional.empty());
  }

  static Flags rememberedFlags(DeviceRecord device) {
    return device.facts().map(DeviceFacts::flags).orElse(Flags.DEFAULT);
  }
}
