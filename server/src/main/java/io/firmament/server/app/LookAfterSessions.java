package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.session.Session;
import io.firmament.server.trigger.ContactRule;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks devices that are here and silent what they are, those that should have been heard whether
 * they are there, and notes those that are away.
 */
public final class LookAfterSessions {
  private final Sessions sessions;
  private final ReceiveHello receiveHello;
  private final NoteContact noteContact;
  private final FetchHello fetchHello;
  private final TellPresence presence;
  private final CheckLife life;
  private final InstantSource clock;
  private final Map<DeviceId, Instant> asked = new ConcurrentHashMap<>();

  /** When those are looked for whom a killed server left; used by the thread that looks. */
  private Optional<Instant> settleAt = Optional.empty();

  private boolean settled;

  LookAfterSessions(
      Sessions sessions,
      ReceiveHello receiveHello,
      NoteContact noteContact,
      FetchHello fetchHello,
      TellPresence presence,
      CheckLife life,
      InstantSource clock) {
    this.sessions = sessions;
    this.receiveHello = receiveHello;
    this.noteContact = noteContact;
    this.fetchHello = fetchHello;
    this.presence = presence;
    this.life = life;
    this.clock = clock;
  }

  /**
   * Asks devices that said no hello after their handshake what they are, and notes those that are
   * away. To be called every second or so; never waits.
   */
  public void look() {
    Instant now = clock.instant();
    settle(now);
    sessions.all().forEach((device, session) -> lookAfter(device, session, now));
  }

  /** Those that a killed server had told to be here, and that have not come back since. */
  private void settle(Instant now) {
    if (settleAt.isEmpty()) {
      settleAt = Optional.of(now.plus(Session.WAKE_AFTER));
    } else if (!settled && !now.isBefore(settleAt.get())) {
      settled = true;
      presence.settle(device -> sessions.find(device).filter(s -> s.isOnline(now)).isPresent());
    }
  }

  private void lookAfter(DeviceId device, Session session, Instant now) {
    if (!session.isOnline(now)) {
      asked.remove(device);
      if (presence.isOnline(device)) {
        noteContact.lost(device, now);
      }
      return;
    }
    Optional<Instant> due = ContactRule.askAt(session).filter(at -> !now.isBefore(at));
    if (session.greeted() || due.isPresent()) {
      presence.tell(device, true);
    }
    if (due.isPresent() && !due.get().equals(asked.put(device, due.get()))) {
      fetchHello.ask(device, receiveHello::take);
    }
    if (session.isMissed(now)) {
      life.check(device);
    }
  }
}
