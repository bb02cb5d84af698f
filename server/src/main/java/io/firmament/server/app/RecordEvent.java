package io.firmament.server.app;

import io.firmament.protocol.message.DeviceEvent;
import io.firmament.protocol.message.Flags;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.Approval;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.session.ReportWindow;
import io.firmament.server.trigger.Trigger;
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
  private final InstantSource clock;

  RecordEvent(
      StateStore store,
      Fleet fleet,
      Sessions sessions,
      PushOffers pushOffers,
      InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.sessions = sessions;
    this.pushOffers = pushOffers;
    this.clock = clock;
  }

  /**
   * Records an event; a repetition is dropped. What the device says of its flags counts at once,
   * and one that enables its updates is offered what waits for it (feature REL5).
   *
   * @param name the event's name, such as {@code particle/device/updates/enabled}
   */
  public CompletionStage<EventReply> record(DeviceId device, String name, DeviceEvent event) {
    if (EventNames.isReserved(name)) {
      return CompletableFuture.completedStage(EventReply.RESERVED);
    }
    return Conflicts.retried(() -> once(device, name, event))
        .thenApply(
            reply -> {
              if (reply == EventReply.TAKEN) {
                heed(device, name, event.data());
              }
              return reply;
            });
  }

  private CompletionStage<EventReply> once(DeviceId id, String name, DeviceEvent event) {
    Optional<DeviceRecord> device =
        fleet.device(id).map(Stored::value).filter(d -> d.approval() == Approval.APPROVED);
    if (device.isEmpty()) {
      return CompletableFuture.completedStage(EventReply.RESERVED);
    }
    Optional<ReportWindow> window = ReportLog.taken(store, id, event.id());
    if (window.isEmpty()) {
      return CompletableFuture.completedStage(EventReply.REPEATED);
    }
    Change.Builder change = Change.change();
    ReportLog.keep(change, store, id, window.get());
    change.event(EventNames.of(device.get(), name, event.data(), clock.instant()));
    return store.submit(change.build()).thenApply(sequence -> EventReply.TAKEN);
  }

  private void heed(DeviceId device, String name, String data) {
    boolean on = "true".equals(data);
    switch (name) {
      case EventNames.UPDATES_ENABLED -> flag(device, Flags.UPDATES_ENABLED, on);
      case EventNames.UPDATES_FORCED -> flag(device, Flags.UPDATES_FORCED, on);
      case EventNames.UPDATES_PENDING -> flag(device, Flags.UPDATE_PENDING, on);
      default -> {
        // The device's own business.
      }
    }
  }

  private void flag(DeviceId device, int bit, boolean on) {
    Instant now = clock.instant();
    sessions.change(device, s -> s.withFlags(s.flags().with(bit, on), now));
    if (on && bit != Flags.UPDATE_PENDING) {
      pushOffers.push(device, Trigger.CHANGE);
    }
  }
}
