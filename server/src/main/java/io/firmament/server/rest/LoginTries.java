package io.firmament.server.rest;

import io.firmament.server.app.RefusedException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/**
 * How often passwords may be guessed: so often by an address, so often for a user, and so many at a
 * time, since looking at one is made to be slow.
 */
final class LoginTries {
  private static final Duration BUSY = Duration.ofSeconds(1);

  private final TokenTries ofAddress;
  private final TokenTries ofUser;
  private final Semaphore places;

  LoginTries(RestLimits limits) {
    this.ofAddress = new TokenTries(limits.tokenTries(), limits.tokenTryEvery());
    this.ofUser = new TokenTries(limits.loginTries(), limits.loginTryEvery());
    this.places = new Semaphore(limits.logins());
  }

  /** Looks at a password. */
  interface Attempt<T> {
    T look() throws RefusedException;
  }

  /**
   * Lets somebody try, unless he tried too often.
   *
   * @param user the key of the name
   * @param isWrong says of an outcome whether the password was wrong
   * @throws Problem 429
   */
  <T> T attempt(
      InetAddress from,
      String user,
      String password,
      Instant now,
      Attempt<T> attempt,
      Predicate<T> isWrong)
      throws Problem, RefusedException {
    String guess = user + "\n" + password;
    refuse(ofAddress.waitFor(from, guess, now), "from " + from.getHostAddress());
    refuse(ofUser.waitFor(user, guess, now), "for '" + user + "'");
    if (!places.tryAcquire()) {
      throw Problem.tooMany("busy", "too many log in at the same moment", BUSY);
    }
    try {
      T outcome = attempt.look();
      if (isWrong.test(outcome)) {
        ofAddress.failed(from, guess, now);
        ofUser.failed(user, guess, now);
      }
      return outcome;
    } finally {
      places.release();
    }
  }

  private static void refuse(Duration wait, String which) throws Problem {
    if (!wait.isZero()) {
      throw Problem.tooMany("too_many_tries", "too many wrong passwords came " + which, wait);
    }
  }
}
