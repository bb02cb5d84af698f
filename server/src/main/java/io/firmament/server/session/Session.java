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
 * @param lastRecord when it last said something of itself
 * @param lastTrigger when its last handshake, resumption or wake was
 * @param greeted whether it has said hello since a handshake or a resumption; after a wake, what is
 *     remembered of it stands
 * @param roundTrip the last measured round trip, if there is one
 * @param flags what it last said is switched on
 * @param flagsSince since when that is so
 * @param gone whether it said goodbye, or proved to be away
 * @param expectedBack when it said it would wake, if it did
 * @param rhythm how long it is usually silent
 * @param lastAnswer when it last answered something that it was sent; a sign of life, but no
 *     contact
 * @param asked when it was asked whether it is there, if it has not been heard since
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
    Rhythm rhythm,
    Optional<Instant> lastAnswer,
    Optional<Instant> asked) {
  /** Silence after which the next record is a wake, and after which a sleepy device is asleep. */
  public static final Duration WAKE_AFTER = Duration.ofSeconds(30);

  /**
   * How long a device is given to say that it is there, from when it was asked: longer than asking
   * takes, at two addresses.
   */
  public static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

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
        Rhythm.UNKNOWN,
        Optional.empty(),
        Optional.empty());
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
        Rhythm.UNKNOWN,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Whether the device can be reached, as far as one can tell: it has not gone, is not asleep, and
   * has not left the question unanswered whether it is there. Silence alone says nothing.
   */
  public boolean isOnline(Instant now) {
    if (gone) {
      return false;
    }
    return flags.sleepy()
        ? silence(now).compareTo(WAKE_AFTER) < 0
        : asked.filter(at -> !now.isBefore(at.plus(ANSWERS_WITHIN))).isEmpty();
  }

  /** Whether the device should have been heard by now, and may be asked whether it is there. */
  public boolean isMissed(Instant now) {
    return !gone && !flags.sleepy() && silence(now).compareTo(rhythm.patience()) >= 0;
  }

  /** When it was last heard, by itself or because it was asked. */
  public Instant lastHeard() {
    return lastAnswer.filter(lastRecord::isBefore).orElse(lastRecord);
  }

  /** Whether it has said something of itself since then. */
  public boolean hasComeSince(Instant moment) {
    return lastRecord.isAfter(moment);
  }

  /** Whether it has said or answered anything since then. */
  public boolean isHeardSince(Instant moment) {
    return lastHeard().isAfter(moment);
  }

  private Duration silence(Instant now) {
    return Duration.between(lastHeard(), now);
  }

  /** The same after a handshake or a resumption; online anew if it was away. */
  public Session triggered(String from, Instant now, boolean greets) {
    return begun(from, now, greets, rhythm);
  }

  /**
   * The same after a wake; online anew if it was away. A silence that the device ended by itself is
   * its habit, where it was at ease: not while it was still to say what it is, nor after a goodbye.
   */
  public Session woken(String from, Instant now, boolean greets) {
    Duration slept = Duration.between(lastRecord, now);
    return begun(from, now, greets, greeted && !gone ? rhythm.after(slept) : rhythm);
  }

  private Session begun(String from, Instant now, boolean greets, Rhythm learned) {
    return new Session(
        from,
        isOnline(now) ? onlineSince : now,
        now,
        now,
        greets,
        roundTrip,
        flags,
        flagsSince,
        false,
        Optional.empty(),
        learned,
        lastAnswer,
        Optional.empty());
  }

  /** The same once the device is asked whether it is there. */
  public Session asked(Instant now) {
    return with(rhythm, lastAnswer, Optional.of(asked.orElse(now)));
  }

  /** The same once the device has said that it is there although it had nothing to say. */
  public Session there(Instant now) {
    return with(rhythm.after(silence(now)), Optional.of(now), Optional.empty());
  }

  /** The same once the device has answered something that it was sent. */
  public Session answered(Instant now) {
    return with(rhythm, Optional.of(now), Optional.empty());
  }

  private Session with(Rhythm known, Optional<Instant> answer, Optional<Instant> open) {
    return new Session(
        endpoint,
        onlineSince,
        lastRecord,
        lastTrigger,
        greeted,
        roundTrip,
        flags,
        flagsSince,
        gone,
        expectedBack,
        known,
        answer,
        open);
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
        rhythm,
        lastAnswer,
        Optional.empty());
  }

  /** The same once the device said hello: it is here, whatever was concluded meanwhile. */
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
        false,
        Optional.empty(),
        rhythm,
        lastAnswer,
        asked);
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
        rhythm,
        lastAnswer,
        asked);
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
        rhythm,
        lastAnswer,
        asked);
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
        rhythm,
        lastAnswer,
        asked);
  }
}
