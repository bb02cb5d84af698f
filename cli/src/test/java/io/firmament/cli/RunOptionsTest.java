package io.firmament.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.device.DecoderSettings;
import io.firmament.device.DeviceSettings;
import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.InvalidValueException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What simulated devices are told, one of them and a fleet alike. */
class RunOptionsTest {
  @Test
  void what_is_said_is_what_a_device_does() {
    DeviceSettings settings =
        settings(
            "--window=7",
            "--pace=40",
            "--hello-every=60",
            "--confirm-within=120",
            "--codings=lzma,deflate",
            "--memory=32KiB");

    assertThat(settings.transfer().window()).isEqualTo(7);
    assertThat(settings.transfer().interval()).isEqualTo(Duration.ofMillis(40));
    assertThat(settings.helloInterval()).isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.confirmWithin()).isEqualTo(Duration.ofSeconds(120));
    assertThat(settings.decoders())
        .isEqualTo(new DecoderSettings(Set.of(Coding.LZMA, Coding.DEFLATE), 32 << 10));
  }

  @Test
  void what_is_not_said_is_as_in_the_library() {
    DeviceSettings settings = settings();

    assertThat(settings).isEqualTo(DeviceSettings.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--codings=brotli",
        "--memory=much",
        "--window=0",
        "--congestion=cubic",
        "--hello-every=0",
        "--confirm-within=59"
      })
  void what_no_device_can_do_is_refused(String wrong) {
    assertThatThrownBy(() -> settings(wrong)).isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"device", "fleet"})
  void one_device_and_a_fleet_take_the_same_options(String whom) {
    TestHost host = new TestHost();

    assertThat(CommandTree.run(host, whom, "run", "--help")).isZero();
    assertThat(host.said())
        .contains("--server", "--until-version", "--timeout", "--window", "--pace")
        .contains("--hello-every", "--confirm-within", "--codings", "--memory", "--link");
  }

  private static DeviceSettings settings(String... options) {
    String[] all =
        Stream.concat(Stream.of("--server=localhost:5684"), Stream.of(options))
            .toArray(String[]::new);
    return CommandLine.populateCommand(new RunOptions(), all).settings();
  }
}
