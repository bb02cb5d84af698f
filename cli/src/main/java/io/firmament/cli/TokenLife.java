package io.firmament.cli;

import java.time.Duration;

/** How long a token is to count, as people write it. */
final class TokenLife {
  private TokenLife() {}

  /** In seconds; 0 stands for good. */
  static long seconds(String text) throws CommandFailedException {
    if (text.equals("never")) {
      return 0;
    }
    if (!text.matches("[1-9][0-9]{0,5}[dhm]")) {
      throw CommandFailedException.usage(
          "--expires-in must be a number of days, hours or minutes, but was '" + text + "'",
          "for example 90d, 12h, 30m, or never");
    }
    long number = Long.parseLong(text.substring(0, text.length() - 1));
    Duration life =
        switch (text.charAt(text.length() - 1)) {
          case 'd' -> Duration.ofDays(number);
          case 'h' -> Duration.ofHours(number);
          default -> Duration.ofMinutes(number);
        };
    return life.toSeconds();
  }
}
