package io.firmament.server.app;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * So much at once, then one more after each pace: for whoever can make something grow. Remembers
 * only those who have used some of it. Thread-safe.
 */
final class Allowance<K> {
  /** Nobody reserves so far ahead: an allowance that is whole later is one of another time. */
  private static final Duration FARTHEST = Duration.ofMinutes(1);

  /** Beyond so many, those whose allowance is whole again are forgotten. */
  private static final int WATCHED = 10_000;

  private final int burst;
  private final Duration pace;

  /** After so long every allowance is whole. */
  private final Duration longest;

  /** When an allowance is whole again; guarded by this object. */
  private final Map<K, Instant> wholeAt = new HashMap<>();

  Allowance(int burst, Duration pace) {
    this.burst = burst;
    this.pace = pace;
    this.longest = pace.multipliedBy(burst).plus(FARTHEST);
  }

  /** Uses one; false where nothing is left. */
  synchronized boolean take(K who, Instant now) {
    boolean free = waitFor(who, now).isZero();
    if (free) {
      reserve(who, now);
    }
    return free;
  }

  /** Uses one that is there after {@link #waitFor}. */
  synchronized void reserve(K who, Instant now) {
    if (wholeAt.size() >= WATCHED) {
      wholeAt.values().removeIf(at -> !at.isAfter(now));
    }
    wholeAt.put(who, since(who, now).plus(pace));
  }

  /** How long until there is one to use; zero where there is one. */
  synchronized Duration waitFor(K who, Instant now) {
    Instant next = since(who, now).minus(pace.multipliedBy(burst - 1L));
    return next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO;
  }

  /** Whether nothing of it is used. */
  synchronized boolean isWhole(K who, Instant now) {
    return since(who, now).equals(now);
  }

  /** After a clock went back far, nobody waits until it is what it was. */
  private Instant since(K who, Instant now) {
    Instant at = wholeAt.getOrDefault(who, now);
    return at.isAfter(now) && !at.isAfter(now.plus(longest)) ? at : now;
  }
}
