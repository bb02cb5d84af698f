package io.firmament.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokenTriesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final TokenTries tries = new TokenTries(3, Duration.ofSeconds(6));

  @Test
  void fourth_guess_waits_and_time_gives_one_back() throws Exception {
    InetAddress address = address("192.0.2.1");
    guess(address, "a", "b", "c");

    assertThat(tries.waitFor(address, "d", NOW)).isEqualTo(Duration.ofSeconds(6));
    assertThat(tries.waitFor(address, "d", NOW.plusSeconds(6))).isZero();
    tries.failed(address, "d", NOW.plusSeconds(6));
    assertThat(tries.waitFor(address, "e", NOW.plusSeconds(6))).isEqualTo(Duration.ofSeconds(6));
    assertThat(tries.waitFor(address, "e", NOW.plusSeconds(60))).isZero();
  }

  @Test
  void same_wrong_token_again_is_no_guess() throws Exception {
    InetAddress address = address("192.0.2.1");
    guess(address, "a", "a", "a", "a", "a", "a");

    assertThat(tries.waitFor(address, "b", NOW)).isZero();
  }

  @Test
  void one_address_does_not_lock_out_another() throws Exception {
    guess(address("192.0.2.1"), "a", "b", "c");

    assertThat(tries.waitFor(address("192.0.2.2"), "d", NOW)).isZero();
  }

  @Test
  void addresses_of_one_ipv6_network_are_one() throws Exception {
    guess(address("2001:db8:0:1::1"), "a");
    guess(address("2001:db8:0:1::2"), "b");
    guess(address("2001:db8:0:1:ffff::3"), "c");

    assertThat(tries.waitFor(address("2001:db8:0:1::4"), "d", NOW)).isPositive();
    assertThat(tries.waitFor(address("2001:db8:0:2::4"), "d", NOW)).isZero();
  }

  @Test
  void of_more_than_ten_thousand_addresses_the_longest_unseen_is_forgotten() throws Exception {
    guess(address("192.0.2.1"), "a", "b", "c");
    for (int i = 1; i < 10_000; i++) {
      tries.failed("address " + i, "x", NOW);
    }
    assertThat(tries.waitFor(address("192.0.2.1"), "d", NOW)).as("10,000 of them").isPositive();
    for (int i = 1; i < 10_000; i++) {
      tries.failed("address " + i, "y", NOW);
    }

    tries.failed("address 10000", "x", NOW);

    assertThat(tries.waitFor(address("192.0.2.1"), "d", NOW)).as("and one more").isZero();
  }

  private void guess(InetAddress address, String... tokens) {
    for (String token : tokens) {
      tries.failed(address, token, NOW);
    }
  }

  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getByName(text);
  }
}
