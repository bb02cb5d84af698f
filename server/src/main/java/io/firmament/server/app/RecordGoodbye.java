package io.firmament.server.app;

import io.firmament.protocol.message.Goodbye;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.Contact;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.session.ReportWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes a device's goodbye (feature DEV14). */
public final class RecordGoodbye {
  private final StateStore store;
  private final Fleet fleet;
  private final Sessions sessions;
  private final TellPresence presence;
  private final EventThrottle throttle;
  private final InstantSource clock;

  RecordGoodbye(
      StateStore store,
      Fleet fleet,
      Sessions sessions,
      TellPresence presence,
      EventThrottle throttle,
      InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.sessions = sessions;
    this.presence = presence;
    this.throttle = throttle;
    this.clock = clock;
  }

  /**
   * Records that a device goes, and when it will be back; a repetition changes nothing, and of one
   * too many nothing is kept. It counts among what the device says of itself.
   */
  public CompletionStage<EventReply> record(DeviceId device, Goodbye goodbye) {
    if (ReportLog.taken(store, device, goodbye.id()).isEmpty()) {
      return CompletableFuture.completedStage(EventReply.REPEATED);
    }
    Instant said = clock.instant();
    Optional<Duration> wait = throttle.refuseOfItself(device, said);
    return wait.isPresent()
        ? CompletableFuture.completedStage(EventReply.tooMany(wait.get()))
        : Conflicts.retried(() -> once(device, goodbye, said))
            .thenApply(sequence -> EventReply.TAKEN);
  }

  private CompletionStage<Long> once(DeviceId id, Goodbye goodbye, Instant said) {
    Optional<Stored<DeviceRecord>> read = fleet.device(id);
    Optional<ReportWindow> window = ReportLog.taken(store, id, goodbye.id());
    if (read.isEmpty() || window.isEmpty()) {
      return CompletableFuture.completedStage(store.lastSequence());
    }
    Instant now = clock.instant();
    Optional<Instant> back =
        goodbye.sleepSeconds() == 0
            ? Optional.empty()
            : Optional.of(now.plusSeconds(goodbye.sleepSeconds()));
    DeviceRecord after = read.get().value().withContact(Contact.goodbye(now, back));
    Change.Builder change = Change.change().replace(Tables.DEVICES, read.get(), after);
    ReportLog.keep(change, store, id, window.get());
    if (presence.isOnline(id)) {
      presence.add(change, after, false, now);
    }
    return store
        .submit(change.build())
        .thenApply(
            sequence -> {
              left(id, back, said);
              return sequence;
            });
  }

  /** The goodbye is durable; a device that has come back since it said so is here. */
  private void left(DeviceId id, Optional<Instant> back, Instant said) {
    presence.told(id, false);
    if (!sessions.leave(id, back, s -> s.hasComeSince(said))) {
      presence.tell(id, true);
    }
  }
}
