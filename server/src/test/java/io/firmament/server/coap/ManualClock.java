package io.firmament.server.coap;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves when it is told to. */
final class ManualClock implements InstantSource {
  /** When it begins. */
  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private volatile Instant now = BEGIN;

  @Override
  public Instant instant() {
    return now;
  }

  synchronized void advance(Duration time) {
    now = now.plus(time);
  }
}
