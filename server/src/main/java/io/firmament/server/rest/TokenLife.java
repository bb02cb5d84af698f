package io.firmament.server.rest;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** The field {@code expires_in}: how long a token is to count. */
final class TokenLife {
  private static final Duration USUAL = Duration.ofDays(90);
  private static final Duration LONGEST = Duration.ofDays(3_650);

  private TokenLife() {}

  /** In seconds; 90 days where nothing is said, empty (for good) where it is 0. */
  static Optional<Duration> of(Fields fields) throws Problem {
    OptionalLong seconds = fields.number("expires_in");
    if (seconds.isEmpty()) {
      return Optional.of(USUAL);
    }
    long wished = seconds.getAsLong();
    if (wished < 0 || wished > LONGEST.toSeconds()) {
      throw Problem.invalid(
          "expires_in must be from 0 to " + LONGEST.toSeconds() + " s, but was " + wished,
          "0 stands for good");
    }
    return wished == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(wished));
  }
}
