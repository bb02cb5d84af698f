package io.firmament.server.app;

import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.session.Session;
import io.firmament.server.trigger.ContactRule;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Asks devices that are here and silent what they are, and notes those that are away. */
public final class LookAfterSessions {
  private final Sessions sessions;
  private final ReceiveHello receiveHello;
  private final NoteContact noteContact;
  private final PushOffers pushOffers;
  private final DeviceLink link;
  private final InstantSource clock;
  private final Executor work;
  private final Map<DeviceId, Instant> asked = new ConcurrentHashMap<>();

  LookAfterSessions(
      Ports ports,
      Sessions sessions,
      ReceiveHello receiveHello,
      NoteContact noteContact,
      PushOffers pushOffers) {
    this.sessions = sessions;
    this.receiveHello = receiveHello;
    this.noteContact = noteContact;
    this.pushOffers = pushOffers;
    this.link = ports.link();
    this.clock = ports.clock();
    this.work = ports.work();
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
      work.execute(() -> ask(device));
    }
  }

  private void ask(DeviceId device) {
    pushOffers.settle(device, link.describe(device).thenCompose(hello -> answered(device, hello)));
  }

  private CompletionStage<Void> answered(DeviceId device, FullHello hello) {
    return receiveHello
        .receive(device, hello)
        .thenCompose(
            reply ->
                reply instanceof HelloReply.Answered answered
                        && answered.answer() instanceof HelloAnswer.Update update
                    ? pushOffers.send(device, sessions.trigger(device), update.offer())
                    : PushOffers.nothing());
  }
}
