package io.firmament.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.server.app.RefusedException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How often, and how many at a time, passwords are looked at. */
class LoginTriesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final int AT_A_TIME = RestLimits.DEFAULT.logins();
  private static final int FOR_A_USER = RestLimits.DEFAULT.loginTries();

  private final LoginTries tries = new LoginTries(RestLimits.DEFAULT);

  @Test
  void fifth_login_at_the_same_moment_is_refused() throws Exception {
    assertThat(together(AT_A_TIME)).isEmpty();

    Problem refused = together(AT_A_TIME + 1).orElseThrow();

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.code()).isEqualTo("busy");
    assertThat(refused.headers()).containsEntry("Retry-After", "1");
    assertThat(refused.body().path("hint").asText()).isNotBlank();
    assertThat(together(AT_A_TIME)).as("all places are free again").isEmpty();
  }

  /** So many logins, each begun while the one before is looked at; what the last one is told. */
  private Optional<Problem> together(int logins) throws RefusedException {
    if (logins == 0) {
      return Optional.empty();
    }
    try {
      return tries.attempt(
          InetAddress.getLoopbackAddress(),
          "ann",
          "right",
          NOW,
          () -> together(logins - 1),
          outcome -> false);
    } catch (Problem refused) {
      return Optional.of(refused);
    }
  }

  @Test
  void twenty_first_guess_of_a_users_password_waits_wherever_it_comes_from() throws Exception {
    for (int i = 0; i < FOR_A_USER; i++) {
      assertThat(guess("ann", i, NOW)).as("guess %d", i).isEmpty();
    }

    Problem refused = guess("ann", FOR_A_USER, NOW).orElseThrow();

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.code()).isEqualTo("too_many_tries");
    Duration every = RestLimits.DEFAULT.loginTryEvery();
    assertThat(refused.headers()).containsEntry("Retry-After", "" + every.toSeconds());
    assertThat(guess("bob", FOR_A_USER, NOW)).as("another user").isEmpty();
    assertThat(guess("ann", FOR_A_USER, NOW.plus(every))).isEmpty();
    assertThat(guess("ann", FOR_A_USER + 1, NOW.plus(every))).isPresent();
  }

  /** A wrong password, from an address of its own; what is told to whoever tries it. */
  private Optional<Problem> guess(String user, int number, Instant now) throws Exception {
    try {
      tries.attempt(address(number), user, "wrong " + number, now, () -> false, known -> !known);
      return Optional.empty();
    } catch (Problem refused) {
      return Optional.of(refused);
    }
  }

  private static InetAddress address(int number) throws UnknownHostException {
    return InetAddress.getByName("192.0.2." + number);
  }
}
