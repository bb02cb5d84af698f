package io.firmament.device.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.device.fleet.FleetReport.End;
import io.firmament.device.sim.Summary;
import io.firmament.device.sim.Summary.Outcome;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Figures of a fleet. */
final class FleetReportTest {
  @Test
  void percentiles_are_figures_that_a_device_really_had() {
    assertThat(Percentiles.of(DoubleStream.iterate(1, i -> i + 1).limit(200)))
        .isEqualTo(new Percentiles(100, 190, 198, 200));
    assertThat(Percentiles.of(DoubleStream.of(3, 1, 2))).isEqualTo(new Percentiles(2, 3, 3, 3));
    assertThat(Percentiles.of(DoubleStream.of(7))).isEqualTo(new Percentiles(7, 7, 7, 7));
    assertThat(Percentiles.of(DoubleStream.empty())).isEqualTo(new Percentiles(0, 0, 0, 0));
  }

  @Test
  void a_device_that_could_not_run_has_failed_and_spoils_no_figure() {
    List<End> ends = new ArrayList<>();
    ends.add(new End(id(0), Optional.empty(), "no storage"));
    ends.add(end(1, Outcome.UPDATED, 2, 100));
    ends.add(end(2, Outcome.UPDATED, 2, 300));
    ends.add(end(3, Outcome.ROLLED_BACK, 1, 200));
    FleetReport report = new FleetReport(Duration.ofSeconds(9), ends);

    assertThat(report.outcomes())
        .isEqualTo(Map.of(Outcome.UPDATED, 2, Outcome.ROLLED_BACK, 1, Outcome.FAILED, 1));
    assertThat(report.versions()).isEqualTo(Map.of(1, 1, 2, 2));
    assertThat(report.wireBytesDown()).isEqualTo(new Percentiles(200, 300, 300, 300));
    assertThat(report.sum(Summary::wireBytesDown)).isEqualTo(600);
    assertThat(report.isSuccess()).isFalse();
  }

  @Test
  void all_is_well_when_it_is_with_everybody() {
    End updated = end(1, Outcome.UPDATED, 2, 1);
    End here = end(2, Outcome.UP_TO_DATE, 2, 1);
    assertThat(new FleetReport(Duration.ZERO, List.of(updated, here)).isSuccess()).isTrue();
  }

  private static End end(int number, Outcome outcome, int version, long down) {
    Summary summary =
        new Summary(
            id(number),
            Optional.of(new FirmwareVersion(1)),
            Optional.of(new FirmwareVersion(version)),
            outcome,
            Duration.ofSeconds(number),
            Duration.ofMillis(100),
            1,
            1,
            10,
            down,
            5,
            0,
            Optional.empty(),
            Optional.empty(),
            500,
            900,
            Optional.empty(),
            Optional.empty());
    return new End(id(number), Optional.of(summary), "");
  }

  private static DeviceId id(int number) {
    return new DeviceId("%024x".formatted(number));
  }
}
