package io.firmament.device.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.device.fleet.FleetPlan.DevicePlan;
import io.firmament.device.sim.Fault;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.InvalidValueException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who of a fleet meets what, out of a seed. */
final class FleetPlanTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void a_share_is_met_to_the_nearest_device() {
    Fault crash = new Fault.Crash(new FirmwareVersion(2));
    assertThat(with(plan(200, 1, "crash@2@10%"), crash)).isEqualTo(20);
    assertThat(with(plan(200, 1, "crash@2@0.5%"), crash)).isEqualTo(1);
    assertThat(with(plan(3, 1, "crash@2@50%"), crash)).isEqualTo(2);
    assertThat(with(plan(7, 1, "crash@2@100%"), crash)).isEqualTo(7);
    assertThat(with(plan(7, 1, "crash@2@0%"), crash)).isZero();
  }

  @Test
  void the_same_seed_makes_the_same_plan_and_another_seed_another_one() {
    String[] shares = {"crash@2@10%", "power@write:1-400@30%", "reboot@every:300@50%"};
    assertThat(plan(100, 7, shares)).isEqualTo(plan(100, 7, shares));
    assertThat(plan(100, 7, shares)).isNotEqualTo(plan(100, 8, shares));
  }

  @Test
  void shares_meet_devices_independently() {
    FleetPlan plan = plan(400, 3, "crash@2@50%", "self-test-fails@3@50%");
    long both = plan.devices().stream().filter(device -> device.faults().size() == 2).count();
    assertThat(both).as("a quarter of 400, give or take").isBetween(70L, 130L);
  }

  @Test
  void what_recurs_does_so_at_its_mean_and_not_beyond_the_horizon() {
    FleetPlan plan = plan(200, 5, "reboot@every:60@100%");
    List<Fault> all = plan.devices().stream().flatMap(device -> device.faults().stream()).toList();
    assertThat(all).as("60 an hour each").hasSizeBetween(11_500, 12_500);
    assertThat(all).allMatch(fault -> ((Fault.Reboot) fault).at().compareTo(HOUR) < 0);
  }

  @Test
  void what_lasts_never_overlaps_with_itself() {
    for (DevicePlan device : plan(50, 9, "sleep@every:30:20@100%").devices()) {
      Duration before = Duration.ZERO;
      for (Fault fault : device.faults()) {
        Fault.Sleep sleep = (Fault.Sleep) fault;
        assertThat(sleep.from()).isGreaterThan(before);
        assertThat(sleep.to()).isEqualTo(sleep.from().plusSeconds(20));
        before = sleep.to();
      }
    }
  }

  @Test
  void any_write_is_drawn_from_the_whole_range() {
    List<Long> writes =
        plan(500, 2, "power@write:3-5@100%").devices().stream()
            .map(device -> ((Fault.PowerCut) device.faults().get(0)).write())
            .toList();
    assertThat(writes).contains(3L, 4L, 5L).allMatch(write -> write >= 3 && write <= 5);
  }

  @Test
  void starts_are_spread_evenly_over_the_ramp() {
    List<Duration> starts =
        FleetPlan.of(4, Duration.ofSeconds(8), List.of(), HOUR, 1).devices().stream()
            .map(DevicePlan::start)
            .toList();
    assertThat(starts)
        .containsExactly(
            Duration.ZERO, Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(6));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "crash@2",
        "crash@2@101%",
        "@10%",
        "crash@10%",
        "power@write:9-3@10%",
        "reboot@every:0@10%",
        "sleep@every:30@10%"
      })
  void what_is_no_share_of_a_fault_is_refused(String spec) {
    assertThatThrownBy(() -> FaultShare.parse(spec)).isInstanceOf(InvalidValueException.class);
  }

  private static long with(FleetPlan plan, Fault fault) {
    return plan.devices().stream().filter(device -> device.faults().contains(fault)).count();
  }

  private static FleetPlan plan(int count, long seed, String... shares) {
    return FleetPlan.of(
        count, Duration.ZERO, Stream.of(shares).map(FaultShare::parse).toList(), HOUR, seed);
  }
}
