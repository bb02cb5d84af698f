package io.firmament.conformance.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.conformance.transfer.Relay.RelayTraffic;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProfileTableTest {
  private static final MeasuredLink LINK = MeasuredLink.LTE_M;
  private static final Duration IDEAL = LINK.path().ideal(LINK.imageBytes());

  private final ProfileTable table = new ProfileTable();

  private static Transferred run(double sharePercent, int idleMillis, int roundTripMillis) {
    return new Transferred(
        LINK.imageBytes(),
        Duration.ofNanos(Math.round(IDEAL.toNanos() * 100 / sharePercent)),
        new RelayTraffic(27_000, 290_000),
        3,
        Duration.ofMillis(idleMillis),
        Duration.ofMillis(roundTripMillis));
  }

  private static Attempts attempts(Transferred... runs) {
    return new Attempts(LINK.path(), List.of(runs), List.of());
  }

  @Test
  void medians_at_their_goals_miss_nothing() {
    table.add(
        LINK,
        attempts(run(91.01, 150, 261), run(80, 150, 190), run(99, 150, 900)),
        attempts(run(17, 150, 150)));

    assertThat(table.misses()).isEmpty();
    assertThat(table.text().lines().skip(2))
        .extracting(line -> Stream.of(line.split("\\|")).map(String::strip).toList())
        .containsExactly(
            List.of(
                "",
                "lte-m",
                "256 KiB",
                "ours",
                "91.0 % (80.0 to 99.0)",
                "≥ 91 %",
                "7.79",
                "27,000",
                "290,000",
                "3",
                "261 ms",
                "131 ms",
                "1.99 (≤ 2.0)"),
            List.of(
                "",
                "lte-m",
                "256 KiB",
                "peer",
                "17.0 %",
                "",
                "41.71",
                "27,000",
                "290,000",
                "3",
                "150 ms a block",
                "",
                ""));
  }

  @Test
  void a_median_below_its_goal_is_a_miss() {
    table.add(LINK, attempts(run(95, 100, 150), run(90.9, 100, 150)), attempts());
    table.add(LINK, attempts(run(90.9, 100, 150)), attempts());

    assertThat(table.misses()).containsExactly("lte-m: 90.9 % of the link, 91 % are asked for");
  }

  @Test
  void a_queue_that_is_too_long_is_a_miss() {
    table.add(LINK, attempts(run(95, 100, 263)), attempts());

    assertThat(table.misses()).singleElement().asString().contains("2.01 times");
  }

  @Test
  void a_peer_that_was_not_asked_for_has_no_row() {
    table.add(LINK, attempts(run(95, 100, 150)), attempts());

    assertThat(table.text()).doesNotContain("peer");
  }

  @Test
  void a_transfer_that_failed_is_a_miss_though_the_others_are_good() {
    table.add(
        LINK,
        new Attempts(LINK.path(), List.of(run(95, 100, 150)), List.of("no end")),
        new Attempts(LINK.path(), List.of(), List.of("gave up")));

    assertThat(table.misses()).containsExactly("lte-m: no end");
    assertThat(table.text()).contains("failed");
  }
}
