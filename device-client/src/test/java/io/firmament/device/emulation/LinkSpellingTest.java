package io.firmament.device.emulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.protocol.value.InvalidValueException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Links as people write them. */
class LinkSpellingTest {
  @Test
  void a_profile_is_what_its_name_says_and_settings_change_it() {
    LinkSettings link = LinkSettings.parse("lte-m,loss=20%,up-rate=100k,down-mtu=1280,overhead=48");
    assertThat(link.down().capacity()).isEqualTo(new Capacity(300_000, 64 * 1024, 1280));
    assertThat(link.up().capacity()).isEqualTo(new Capacity(100_000, 64 * 1024, 1500));
    assertThat(link.up().losses().share()).isEqualTo(0.2);
    assertThat(link.down().delays().delay()).isEqualTo(Duration.ofMillis(50));
    assertThat(link.overheadBytes()).isEqualTo(48);
  }

  @ParameterizedTest
  @EnumSource
  void every_profile_is_found_by_its_label(LinkProfile profile) {
    assertThat(LinkSettings.parse(profile.label())).isEqualTo(profile.settings());
  }

  @ParameterizedTest
  @CsvSource({
    "wifi, 5, 20000000, 20000000, 0, 1500, 262144",
    "lte-m, 50, 300000, 375000, 0.005, 1500, 65536",
    "lte-m-edge, 150, 100000, 100000, 0.03, 1500, 32768",
    "nb-iot, 800, 26000, 16900, 0.01, 1500, 16384",
    "thread, 25, 100000, 100000, 0.02, 1280, 16384",
    "satellite, 300, 256000, 128000, 0.01, 1500, 65536"
  })
  void the_profiles_are_those_of_the_protocol(
      String name, int delayMillis, double down, double up, double loss, int mtu, long queue) {
    LinkSettings link = LinkSettings.parse(name);
    assertThat(link.down().capacity()).isEqualTo(new Capacity(down, queue, mtu));
    assertThat(link.up().capacity()).isEqualTo(new Capacity(up, queue, mtu));
    for (PathSettings path : List.of(link.up(), link.down())) {
      assertThat(path.delays()).isEqualTo(Delays.NONE.withDelay(Duration.ofMillis(delayMillis)));
      assertThat(path.losses()).isEqualTo(new Losses(loss, Optional.empty()));
    }
    assertThat(link.overheadBytes()).isEqualTo(28);
    assertThat(link.halfDuplex()).isFalse();
  }

  @Test
  void everything_can_be_said() {
    LinkSettings link =
        LinkSettings.parse(
            "delay=1.5ms,jitter=5ms,jitter-reorder,queue=64KiB,burst=2%:5,dup=1%,reorder=3%:20ms,"
                + "blackout=10s-70s+2min-3min,blackout-after=128KiB:60s,rebind=20s+10s,"
                + "rebind-after=1MiB,nat-timeout=30s,half-duplex");
    assertThat(link.up()).isEqualTo(link.down());
    assertThat(link.up().delays())
        .isEqualTo(new Delays(Duration.ofNanos(1_500_000), Duration.ofMillis(5), true));
    assertThat(link.up().losses().bursts()).contains(Bursts.of(0.02, 5));
    assertThat(link.up().disorder())
        .isEqualTo(new Disorder(0.01, 0.03, Optional.of(Duration.ofMillis(20))));
    assertThat(link.up().blackouts())
        .containsExactly(
            new Blackout(Duration.ofSeconds(10), Duration.ofSeconds(70)),
            new Blackout(Duration.ofMinutes(2), Duration.ofMinutes(3)));
    assertThat(link.incidents())
        .isEqualTo(
            new Incidents(
                List.of(new Incidents.BlackoutAfter(128 * 1024, Duration.ofSeconds(60))),
                List.of(Duration.ofSeconds(10), Duration.ofSeconds(20)),
                List.of(1024L * 1024),
                Optional.of(Duration.ofSeconds(30))));
    assertThat(link.halfDuplex()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lte | link profile must be one of none, wifi, lte-m",
        "lte-m,fast | link must be a profile",
        "lte-m,speed=1 | link setting must be delay, jitter",
        "up-rebind=3s | link setting must be delay, jitter",
        "loss=20 | loss must be a share from 0% to 100%, as 0.5%, but was '20'",
        "up-loss=101% | up-loss must be a share",
        "delay=50 | delay must be a time as 250ms",
        "delay=-5ms | delay must be a time",
        "rate=3G | rate must be bits per second",
        "queue=3k | queue must be a size",
        "burst=2% | burst must be share and mean length",
        "burst=90%:2 | length of bursts must be 9",
        "blackout=70s-10s | blackout must be a begin before its end",
        "blackout=10s | blackout must be begin and end",
        "blackout-after=1KiB | blackout-after must be octets and length",
        "blackout-after=1KiB:0s | blackout must be a length above zero",
        "rebind=10s+ | rebind must be a time",
        "overhead=1001 | overhead must be at most 1000 octets, but was '1001'",
        "delay=999999999999999min | and not as large",
        "lte-m, | link must be a profile"
      })
  void a_mistake_is_named(String spelling, String message) {
    assertThatThrownBy(() -> LinkSettings.parse(spelling))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(message);
  }

  @Test
  void nothing_at_all_is_a_mistake_too() {
    assertThatThrownBy(() -> LinkSettings.parse(""))
        .hasMessageContaining("link profile must be one of none, wifi");
  }
}
