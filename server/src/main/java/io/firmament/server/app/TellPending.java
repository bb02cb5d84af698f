package io.firmament.server.app;

import io.firmament.protocol.message.Control;
import io.firmament.protocol.message.Flags;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.session.Session;
import io.firmament.server.targeting.ClosedGate;
import io.firmament.server.targeting.ReasonCode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Tells a device that an update is kept from it, whatever the reason, and later that none waits any
 * more (feature DEV5). What the device knows is in its flags.
 */
final class TellPending {
  private final StateStore store;
  private final Fleet fleet;
  private final Sessions sessions;
  private final DeviceLink link;
  private final InstantSource clock;

  TellPending(Ports ports, Fleet fleet, Sessions sessions) {
    this.store = ports.state();
    this.fleet = fleet;
    this.sessions = sessions;
    this.link = ports.link();
    this.clock = ports.clock();
  }

  /** Whether the device is here and should know better. */
  boolean isDue(DeviceId device) {
    return news(device).isPresent();
  }

  private Optional<Boolean> news(DeviceId id) {
    Optional<Flags> flags =
        sessions
            .find(id)
            .filter(s -> s.greeted() && s.isOnline(clock.instant()))
            .map(Session::flags);
    Optional<DeviceRecord> device =
        fleet.device(id).map(Stored::value).filter(d -> Unavailable.has(d, Control.PENDING));
    if (flags.isEmpty() || device.isEmpty()) {
      return Optional.empty();
    }
    boolean pending = fleet.isPending(device.get());
    boolean news = pending != flags.get().updatePending() && (!pending || isKept(device.get()));
    return news ? Optional.of(pending) : Optional.empty();
  }

  /** Whether an update is kept from it, and not merely on its way or due at its next session. */
  private boolean isKept(DeviceRecord device) {
    Instant now = clock.instant();
    boolean onItsWay =
        fleet
            .attempt(device.id())
            .map(Stored::value)
            .filter(a -> !a.state().ended() && fleet.isWanted(device, a, now))
            .isPresent();
    List<ReasonCode> closed =
        fleet.decide(device, sessions.presence(device, now), now).closed().stream()
            .map(ClosedGate::code)
            .toList();
    return !onItsWay && !closed.isEmpty() && !closed.contains(ReasonCode.NEXT_SESSION);
  }

  /**
   * Tells the device.
   *
   * @return fails with {@link UnreachableException} when the device is not here
   */
  CompletionStage<Void> tell(DeviceId device) {
    Optional<Boolean> news = news(device);
    return news.isPresent()
        ? link.pending(device, news.get()).thenCompose(done -> told(device, news.get()))
        : CompletableFuture.completedStage(null);
  }

  private CompletionStage<Void> told(DeviceId id, boolean pending) {
    Instant now = clock.instant();
    sessions.change(id, s -> s.withFlags(s.flags().with(Flags.UPDATE_PENDING, pending), now));
    Optional<DeviceRecord> device = fleet.device(id).map(Stored::value);
    if (device.isEmpty()) {
      return CompletableFuture.completedStage(null);
    }
    String data = Boolean.toString(pending);
    ServerEvent event = EventNames.of(device.get(), EventNames.UPDATES_PENDING, data, now);
    return store.submit(Change.change().event(event).build()).thenApply(sequence -> null);
  }
}
