package io.firmament.server.trigger;

import io.firmament.server.device.Contact;
import io.firmament.server.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a record of a device means, and how long a silent one may stay so. */
public final class ContactRule {
  private static final Duration LEAST_WAIT = Duration.ofSeconds(10);
  private static final int ROUND_TRIPS = 4;

  /** What the age of a connection and the time of day may differ by. */
  private static final Duration CLOCKS_AGREE = Duration.ofSeconds(1);

  private ContactRule() {}

  /**
   * Whether a record on a known connection id is a wake: after 30 s of silence, after a goodbye,
   * from a new address, or the first since the server started.
   *
   * @param session what is remembered of the device, if anything is
   * @param endpoint where the record came from
   */
  public static boolean isWake(Optional<Session> session, String endpoint, Instant now) {
    if (session.isEmpty() || session.get().gone()) {
      return true;
    }
    Duration silence = Duration.between(session.get().lastRecord(), now);
    return silence.compareTo(Session.WAKE_AFTER) >= 0 || !session.get().endpoint().equals(endpoint);
  }

  /**
   * Whether a device has not been heard since it said goodbye, as far as two clocks can tell.
   *
   * @param contact what was written down of it
   * @param lastRecord when its connection was last heard
   */
  public static boolean hasLeft(Contact contact, Instant lastRecord) {
    return contact.left()
        && contact.lastSeen().filter(t -> lastRecord.isBefore(t.plus(CLOCKS_AGREE))).isPresent();
  }

  /**
   * When a device that has said no hello since its handshake is asked what it is: max(10 s, 4 RTT)
   * after it.
   *
   * @return empty when it has greeted, or is away
   */
  public static Optional<Instant> askAt(Session session) {
    if (session.greeted() || session.gone()) {
      return Optional.empty();
    }
    Duration trips = session.roundTrip().map(r -> r.multipliedBy(ROUND_TRIPS)).orElse(LEAST_WAIT);
    Duration wait = trips.compareTo(LEAST_WAIT) > 0 ? trips : LEAST_WAIT;
    return Optional.of(session.lastTrigger().plus(wait));
  }
}
