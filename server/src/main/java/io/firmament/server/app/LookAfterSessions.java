package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.session.Session;
import io.firmament.server.trigger.ContactRule;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Asks devices that are here and silent what they are, and notes those that are away. */
public final class LookAfterSessions {
  private final Sessions sessions;
  private final ReceiveHello receiveHello;
  private final NoteContact noteContact;
  private final FetchHello fetchHello;
  private final InstantSource clock;
  private final Map<DeviceId, Instant> asked = new ConcurrentHashMap<>();

  LookAfterSessions(
      Sessions sessions,
      ReceiveHello receiveHello,
      NoteContact noteContact,
      FetchHello fetchHello,
      InstantSource clock) {
    this.sessions = sessions;
    this.receiveHello = receiveHello;
    this.noteContact = noteContact;
    this.fetchHello = fetchHello;
    this.clock = clock;
  }

  /**
   * Asks devices that said no hello after their handshake what they are, and notes those that are
   * away. To be called every second or so; never waits.
   */
  public void look() {
    Instant now = clock.instant();
    sessions.all().forEach((device, session) -> lookAfter(device, session, now));
  }

  private void lookAfter(DeviceId device, Session session, Instant now) {
    if (!session.isOnline(now)) {
      asked.remove(device);
      if (!session.gone()) {
        noteContact.lost(device);
      }
      return;
    }
    Optional<Instant> due = ContactRule.askAt(session).filter(at -> !now.isBefore(at));
    if (due.isPresent() && !due.get().equals(asked.put(device, due.get()))) {
      fetchHello.ask(device, receiveHello::receive);
    }
  }
}
