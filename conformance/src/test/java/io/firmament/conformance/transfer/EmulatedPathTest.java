package io.firmament.conformance.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.firmament.conformance.transfer.EmulatedPath.Blackout;
import io.firmament.device.emulation.LinkProfile;
import io.firmament.device.emulation.LinkSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EmulatedPathTest {
  private static final EmulatedPath LTE_M = EmulatedPath.of(LinkProfile.LTE_M);

  @Test
  void nobody_is_faster_than_the_bits_at_the_rate_and_one_round_trip() {
    assertThat(LTE_M.ideal(37_500)).isEqualTo(Duration.ofMillis(1_100));
    assertThat(EmulatedPath.of(LinkProfile.NB_IOT).ideal(3_250))
        .isEqualTo(Duration.ofMillis(2_600));
  }

  @Test
  void the_share_is_the_ideal_time_by_the_time_that_was_taken() {
    assertThat(LTE_M.sharePercent(37_500, Duration.ofMillis(1_100))).isCloseTo(100, within(1e-9));
    assertThat(LTE_M.sharePercent(37_500, Duration.ofMillis(4_400))).isCloseTo(25, within(1e-9));
  }

  @Test
  void an_idle_round_trip_is_the_delay_and_the_time_to_send_a_request_and_a_block() {
    assertThat(LTE_M.idleRoundTrip().toNanos() / 1e6)
        .isCloseTo(100 + 80 * 8 / 375.0 + 1094 * 8 / 300.0, within(1e-3));
  }

  @Test
  void only_wifi_is_fast() {
    assertThat(LinkProfile.values())
        .filteredOn(profile -> EmulatedPath.of(profile).isFast())
        .containsExactly(LinkProfile.WIFI);
  }

  @Test
  void both_relays_are_told_of_the_profile_and_of_all_that_differs() {
    EmulatedPath path = LTE_M.withLoss(5).with(new Blackout(131_072, Duration.ofSeconds(60)));

    assertThat(path.spelling()).isEqualTo("lte-m,loss=5%,blackout-after=131072:60s");
    assertThat(path.linksimOptions())
        .containsExactly("--profile", "lte-m", "--loss", "5", "--blackout-after", "131072:60");
  }

  @Test
  void the_projects_own_relay_understands_what_it_is_told() {
    LinkSettings settings =
        LinkSettings.parse(
            LTE_M.withLoss(5).with(new Blackout(131_072, Duration.ofSeconds(60))).spelling());

    assertThat(settings.up().losses().share()).isEqualTo(0.05);
    assertThat(settings.down().losses().share()).isEqualTo(0.05);
    assertThat(settings.incidents().blackoutsAfter())
        .singleElement()
        .satisfies(dark -> assertThat(dark.bytes()).isEqualTo(131_072));
    assertThat(LinkSettings.parse(LTE_M.spelling())).isEqualTo(LinkProfile.LTE_M.settings());
  }
}
