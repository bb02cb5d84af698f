package io.firmament.server.rest;

import io.firmament.protocol.value.Digest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often an address may guess a token, or a user's password may be guessed. Everybody has a
 * bucket of tries that fills again with time; the same wrong guess again is no new one, so that a
 * forgotten script locks nobody out. An IPv6 address stands for its /64 network.
 */
final class TokenTries {
  private static final int MAX_ADDRESSES = 10_000;

  private final int tries;
  private final Duration every;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  /** A bucket's state: it is full again at {@code fullAt}. */
  private record Bucket(Instant fullAt, Digest lastToken) {}

  TokenTries(int tries, Duration every) {
    this.tries = tries;
    this.every = every;
  }

  /** How long the address must wait before another token of it is looked at; zero for not. */
  Duration waitFor(InetAddress address, String token, Instant now) {
    return waitFor(key(address), token, now);
  }

  /**
   * Lets an address try a token, or not.
   *
   * @throws Problem 429 when it tried too many
   */
  void requireTry(InetAddress address, String token, Instant now) throws Problem {
    Duration wait = waitFor(address, token, now);
    if (!wait.isZero()) {
      throw Problem.tooMany(
          "too_many_tries", "too many wrong tokens came from " + address.getHostAddress(), wait);
    }
  }

  /** Notes a token that did not count. */
  void failed(InetAddress address, String token, Instant now) {
    failed(key(address), token, now);
  }

  /** How long whoever this is must wait before another guess of his is looked at. */
  synchronized Duration waitFor(String who, String guess, Instant now) {
    Bucket bucket = buckets.get(who);
    if (bucket == null || bucket.lastToken().equals(digest(guess))) {
      return Duration.ZERO;
    }
    Instant next = bucket.fullAt().minus(every.multipliedBy(tries - 1L));
    return next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO;
  }

  /** Notes a guess that was wrong. */
  synchronized void failed(String who, String guess, Instant now) {
    Bucket bucket = buckets.get(who);
    if (bucket == null || !bucket.lastToken().equals(digest(guess))) {
      Instant from = bucket != null && bucket.fullAt().isAfter(now) ? bucket.fullAt() : now;
      buckets.put(who, new Bucket(from.plus(every), digest(guess)));
    }
  }

  private static Digest digest(String token) {
    return Digest.of(token.getBytes(StandardCharsets.UTF_8));
  }

  private static String key(InetAddress address) {
    byte[] octets = address.getAddress();
    int significant = address instanceof Inet6Address ? 8 : octets.length;
    return HexFormat.of().formatHex(Arrays.copyOf(octets, significant));
  }
}
