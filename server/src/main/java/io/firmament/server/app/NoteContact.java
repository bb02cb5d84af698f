package io.firmament.server.app;

import io.firmament.protocol.message.Flags;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.Approval;
import io.firmament.server.device.DeviceFacts;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.session.Session;
import io.firmament.server.trigger.ContactRule;
import io.firmament.server.trigger.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Notes that a device is here, or no more. From memory; never waits: the events that tell of it are
 * journaled behind the answer.
 */
public final class NoteContact {
  private final StateStore store;
  private final Fleet fleet;
  private final Sessions sessions;
  private final InstantSource clock;

  NoteContact(StateStore store, Fleet fleet, Sessions sessions, InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.sessions = sessions;
    this.clock = clock;
  }

  /**
   * A handshake was finished.
   *
   * @param trigger HANDSHAKE or RESUME
   * @param endpoint the device's address, written always the same way
   * @param roundTrip measured in the handshake, if it was
   */
  public void connected(
      DeviceId device, Trigger trigger, String endpoint, Optional<Duration> roundTrip) {
    begin(device, trigger, endpoint, false);
    roundTrip.ifPresent(r -> sessions.change(device, s -> s.withRoundTrip(r)));
  }

  /**
   * A request arrived: to be called before it is handled.
   *
   * @return WAKE when the record was a wake. If the request is another one than a hello, then
   *     {@link PushOffers#push} is to be called once it has been answered
   */
  public Optional<Trigger> heard(DeviceId device, String endpoint) {
    Instant now = clock.instant();
    if (!ContactRule.isWake(sessions.find(device), endpoint, now)) {
      sessions.change(device, s -> s.heard(now));
      return Optional.empty();
    }
    boolean awaited = sessions.find(device).filter(s -> !s.greeted()).isPresent();
    begin(device, Trigger.WAKE, endpoint, !awaited);
    return Optional.of(Trigger.WAKE);
  }

  /**
   * A restart of the server brought a device's connection back. Nothing is told: for the device
   * nothing has happened. One that is not approved, or has not been heard for too long, is not
   * here.
   *
   * @param lastHeard when its last record came
   * @return whether the device counts as here
   */
  public boolean revived(DeviceId device, String endpoint, Instant lastHeard) {
    Instant now = clock.instant();
    Optional<Session> session =
        fleet
            .device(device)
            .map(Stored::value)
            .filter(d -> d.approval() == Approval.APPROVED)
            .filter(d -> !ContactRule.hasLeft(d.contact(), lastHeard))
            .map(d -> revived(d, endpoint, lastHeard))
            .filter(s -> s.isOnline(now));
    session.ifPresent(s -> sessions.revive(device, s));
    return session.isPresent();
  }

  private static Session revived(DeviceRecord device, String endpoint, Instant lastHeard) {
    return Session.revived(
        endpoint,
        lastHeard,
        device.facts().map(DeviceFacts::saidAt).orElse(lastHeard),
        device.facts().isPresent(),
        Sessions.rememberedFlags(device));
  }

  /** The association ended, or the device proved to be away. */
  public void lost(DeviceId device) {
    if (sessions.leave(device, clock.instant(), Optional.empty())) {
      tell(device, "offline");
    }
  }

  private void begin(DeviceId device, Trigger trigger, String endpoint, boolean greeted) {
    Instant now = clock.instant();
    Flags flags =
        fleet.device(device).map(d -> Sessions.rememberedFlags(d.value())).orElse(Flags.DEFAULT);
    Session fresh = Session.begun(endpoint, now, greeted, flags);
    if (sessions.begin(device, trigger, now, fresh, s -> s.triggered(endpoint, now, greeted))) {
      tell(device, "online");
    }
  }

  /** The event alone: if it cannot be kept, the next change fails where somebody waits for it. */
  private void tell(DeviceId device, String what) {
    Optional<DeviceRecord> known = fleet.device(device).map(Stored::value);
    known.ifPresent(
        d -> {
          ServerEvent event = EventNames.of(d, EventNames.STATUS, what, clock.instant());
          store.submit(Change.change().event(event).build());
        });
  }
}
