package io.firmament.server.app;

import io.firmament.protocol.message.DeviceEvent;
import io.firmament.protocol.message.Flags;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.Approval;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.session.ReportWindow;
import io.firmament.server.trigger.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes an event of a device. */
public final class RecordEvent {
  private final StateStore store;
  private final Fleet fleet;
  private final Sessions sessions;
  private final PushOffers pushOffers;
  private final EventThrottle throttle;
  private final InstantSource clock;

  RecordEvent(
      StateStore store,
      Fleet fleet,
      Sessions sessions,
      PushOffers pushOffers,
      EventThrottle throttle,
      InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.sessions = sessions;
    this.pushOffers = pushOffers;
    this.throttle = throttle;
    this.clock = clock;
  }

  /**
   * Records an event; a repetition is dropped, and so is one too many, until it is told again. What
   * the device says of its flags counts at once, and one that enables its updates is offered what
   * waits for it (feature REL5).
   *
   * @param name the event's name, such as {@code particle/device/updates/enabled}
   */
  public CompletionStage<EventReply> record(DeviceId device, String name, DeviceEvent event) {
    if (EventNames.isReserved(name)) {
      return CompletableFuture.completedStage(EventReply.RESERVED);
    }
    if (ReportLog.taken(store, device, event.id()).isEmpty()) {
      return CompletableFuture.completedStage(EventReply.REPEATED);
    }
    Optional<Duration> wait = throttle.refuse(device, name, clock.instant());
    if (wait.isPresent()) {
      return CompletableFuture.completedStage(EventReply.tooMany(wait.get()));
    }
    return Conflicts.retried(() -> once(device, name, event))
        .thenApply(
            reply -> {
              if (reply.equals(EventReply.TAKEN)) {
                heed(device, name, event.data());
              }
              return reply;
            });
  }

  private CompletionStage<EventReply> once(DeviceId id, String name, DeviceEvent event) {
    Optional<Stored<DeviceRecord>> read =
        fleet.device(id).filter(d -> d.value().approval() == Approval.APPROVED);
    Optional<DeviceRecord> device = read.map(Stored::value);
    if (device.isEmpty()) {
      return CompletableFuture.completedStage(EventReply.RESERVED);
    }
    Optional<ReportWindow> window = ReportLog.taken(store, id, event.id());
    if (window.isEmpty()) {
      return CompletableFuture.completedStage(EventReply.REPEATED);
    }
    Change.Builder change = Change.change();
    ReportLog.keep(change, store, id, window.get());
    if (isNews(device.get(), name, event.data())) {
      change.event(EventNames.of(device.get(), name, event.data(), clock.instant()));
    }
    bit(name).ifPresent(bit -> KeepFacts.flag(change, read.get(), bit, isOn(event.data())));
    return store.submit(change.build()).thenApply(sequence -> EventReply.TAKEN);
  }

  /** The hello that came before said it already, and it was told (DEV3). */
  private static boolean isNews(DeviceRecord device, String name, String data) {
    return !name.equals(EventNames.UPDATES_ENABLED) || KeepFacts.isNews(device, isOn(data));
  }

  private void heed(DeviceId device, String name, String data) {
    bit(name).ifPresent(bit -> flag(device, bit, isOn(data)));
  }

  private static boolean isOn(String data) {
    return "true".equals(data);
  }

  /** The flag that an event is about; any other event is the device's own business. */
  private static Optional<Integer> bit(String name) {
    return switch (name) {
      case EventNames.UPDATES_ENABLED -> Optional.of(Flags.UPDATES_ENABLED);
      case EventNames.UPDATES_FORCED -> Optional.of(Flags.UPDATES_FORCED);
      case EventNames.UPDATES_PENDING -> Optional.of(Flags.UPDATE_PENDING);
      default -> Optional.empty();
    };
  }

  private void flag(DeviceId device, int bit, boolean on) {
    Instant now = clock.instant();
    sessions.change(device, s -> s.withFlags(s.flags().with(bit, on), now));
    if (on && bit != Flags.UPDATE_PENDING) {
      pushOffers.push(device, Trigger.CHANGE);
    }
  }
}
