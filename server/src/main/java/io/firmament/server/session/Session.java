package io.firmament.server.session;

import io.firmament.protocol.message.Flags;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A device's presence, from its first record after a handshake, a resumption or a wake.
 *
 * @param endpoint the address that it was last heard from, as the door writes it
 * @param onlineSince when it came online
 * @param lastRecord when it was last heard
 * @param lastTrigger when its last handshake, resumption or wake was
 * @param greeted whether it has said hello since a handshake or a resumption; after a wake, what is
 *     remembered of it stands
 * @param roundTrip the last measured round trip, if there is one
 * @param flags what it last said is switched on
 * @param flagsSince since when that is so
 * @param gone whether it said goodbye, or proved to be away
 * @param expectedBack when it said it would wake, if it did
 * @param rhythm how long it is usually silent
 */
public record Session(
    String endpoint,
    Instant onlineSince,
    Instant lastRecord,
    Instant lastTrigger,
    boolean greeted,
    Optional<Duration> roundTrip,
    Flags flags,
    Instant flagsSince,
    boolean gone,
    Optional<Instant> expectedBack,
    Rhythm rhythm) {
  /** Silence after which the next record is a wake, and after which a sleepy device is asleep. */
  public static final Duration WAKE_AFTER = Duration.ofSeconds(30);

  /** How long a device that missed a contact is given to answer. */
  public static final Duration ANSWERS_WITHIN = Duration.ofSeconds(20);

  /**
   * A presence that begins.
   *
   * @param flags what is remembered of the device's flags
   */
  public static Session begun(String endpoint, Instant now, boolean greeted, Flags flags) {
    return new Session(
        endpoint,
        now,
        now,
        now,
        greeted,
        Optional.empty(),
        flags,
        now,
        false,
        Optional.empty(),
        Rhythm.UNKNOWN);
  }

  /**
   * A presence that outlived a restart of the server, with its DTLS connection.
   *
   * @param lastRecord when the device was last heard
   * @param lastTrigger no later than its last handshake, resumption or wake
   * @param greeted whether what it is was known before
   * @param flags what is remembered of the device's flags
   */
  public static Session revived(
      String endpoint, Instant lastRecord, Instant lastTrigger, boolean greeted, Flags flags) {
    return new Session(
        endpoint,
        lastRecord,
        lastRecord,
        lastTrigger,
        greeted,
        Optional.empty(),
        flags,
        lastRecord,
        false,
        Optional.empty(),
        Rhythm.UNKNOWN);
  }

  /**
   * Whether the device can be reached, as far as one can tell: it has not gone, is not asleep, and
   * has not missed a contact without answering since.
   */
  public boolean isOnline(Instant now) {
    Duration patience = flags.sleepy() ? WAKE_AFTER : rhythm.patience().plus(ANSWERS_WITHIN);
    return !gone && silence(now).compareTo(patience) < 0;
  }

  /** Whether the device should have been heard by now, and may be asked whether it is there. */
  public boolean isMissed(Instant now) {
    return !gone && !flags.sleepy() && silence(now).compareTo(rhythm.patience()) >= 0;
  }

  private Duration silence(Instant now) {
    return Duration.between(lastRecord, now);
  }

  /** The same after a trigger; online anew if it was away. */
  public Session triggered(String from, Instant now, boolean greets) {
    Instant since = isOnline(now) ? onlineSince : now;
    Rhythm learned = gone ? rhythm : rhythm.after(silence(now));
    return new Session(
        from,
        since,
        now,
        now,
        greets,
        roundTrip,
        flags,
        flagsSince,
        false,
        Optional.empty(),
        learned);
  }

  /** The same once the device has answered although it had nothing to say. */
  public Session answered(Instant now) {
    return new Session(
        endpoint,
        onlineSince,
        now,
        lastTrigger,
        greeted,
        roundTrip,
        flags,
        flagsSince,
        gone,
        expectedBack,
        rhythm.after(silence(now)));
  }

  /** The same after a record that is no trigger. */
  public Session heard(Instant now) {
    return new Session(
        endpoint,
        onlineSince,
        now,
        lastTrigger,
        greeted,
        roundTrip,
        flags,
        flagsSince,
        gone,
        expectedBack,
        rhythm);
  }

  /** The same once the device said hello. */
  public Session greeted(Flags said, Instant now) {
    Instant since = said.equals(flags) ? flagsSince : now;
    return new Session(
        endpoint,
        onlineSince,
        lastRecord,
        lastTrigger,
        true,
        roundTrip,
        said,
        since,
        gone,
        expectedBack,
        rhythm);
  }

  /** The same with newer flags. */
  public Session withFlags(Flags said, Instant now) {
    Instant since = said.equals(flags) ? flagsSince : now;
    return new Session(
        endpoint,
        onlineSince,
        lastRecord,
        lastTrigger,
        greeted,
        roundTrip,
        said,
        since,
        gone,
        expectedBack,
        rhythm);
  }

  /** The same with a measured round trip. */
  public Session withRoundTrip(Duration measured) {
    return new Session(
        endpoint,
        onlineSince,
        lastRecord,
        lastTrigger,
        greeted,
        Optional.of(measured),
        flags,
        flagsSince,
        gone,
        expectedBack,
        rhythm);
  }

  /** The same once the device is away. */
  public Session left(Optional<Instant> back) {
    return new Session(
        endpoint,
        onlineSince,
        lastRecord,
        lastTrigger,
        greeted,
        roundTrip,
        flags,
        flagsSince,
        true,
        back,
        rhythm);
  }
}
