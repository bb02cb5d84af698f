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
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Notes that a device is here, or no more. From memory; never waits: the events that tell of it are
 * journaled behind the answer. After a handshake a device is told to be online with its hello, so
 * that the event names the version that it runs by now.
 */
public final class NoteContact {
  private final Fleet fleet;
  private final Sessions sessions;
  private final TellPresence presence;
  private final InstantSource clock;

  NoteContact(Fleet fleet, Sessions sessions, TellPresence presence, InstantSource clock) {
    this.fleet = fleet;
    this.sessions = sessions;
    this.presence = presence;
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
    Instant now = clock.instant();
    begin(device, trigger, endpoint, false, s -> s.triggered(endpoint, now, false));
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
    begin(device, Trigger.WAKE, endpoint, !awaited, s -> s.woken(endpoint, now, !awaited));
    return Optional.of(Trigger.WAKE);
  }

  /**
   * A restart of the server brought a device's connection back. Nothing is told, unless it was said
   * to be offline: for the device nothing has happened. One that is not approved, or has not been
   * heard for too long, is not here.
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
            .filter(s -> s.isOnline(now) && !s.isMissed(now));
    session.ifPresent(
        s -> {
          sessions.revive(device, s);
          presence.tell(device, true);
        });
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

  /** The association ended. */
  public void lost(DeviceId device) {
    left(device, s -> false);
  }

  /**
   * The device answered nothing, unless it was heard meanwhile: what came counts more than what did
   * not.
   *
   * @param since when that began which it did not answer
   * @return whether it is away
   */
  boolean lost(DeviceId device, Instant since) {
    return left(device, s -> s.isHeardSince(since));
  }

  /**
   * The device said that it boots, unless it has come back meanwhile.
   *
   * @param since when it said so
   */
  void boots(DeviceId device, Instant since) {
    left(device, s -> s.hasComeSince(since));
  }

  private boolean left(DeviceId device, Predicate<Session> came) {
    boolean gone = sessions.leave(device, Optional.empty(), came);
    if (gone) {
      presence.tell(device, false);
    }
    return gone;
  }

  private void begin(
      DeviceId device,
      Trigger trigger,
      String endpoint,
      boolean greeted,
      UnaryOperator<Session> again) {
    Instant now = clock.instant();
    Optional<DeviceRecord> known = fleet.device(device).map(Stored::value);
    Flags flags = known.map(Sessions::rememberedFlags).orElse(Flags.DEFAULT);
    Session fresh = Session.begun(endpoint, now, greeted, flags);
    sessions.begin(device, trigger, fresh, again);
    boolean saysHello = known.filter(d -> d.approval() == Approval.APPROVED).isPresent();
    if (greeted || !saysHello) {
      presence.tell(device, true);
    }
  }
}
