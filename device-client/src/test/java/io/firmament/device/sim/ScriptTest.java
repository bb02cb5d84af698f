package io.firmament.device.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.InvalidValueException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a script says at a moment. */
final class ScriptTest {
  @Test
  void spells_begin_with_their_first_moment_and_end_before_their_last() {
    Script script = script("busy@10-20", "sleep@30-40", "sleep@35-50");
    assertThat(script.busyAt(seconds(9))).isFalse();
    assertThat(script.busyAt(seconds(10))).isTrue();
    assertThat(script.busyAt(seconds(20))).isFalse();
    assertThat(script.asleepAt(seconds(29))).isEmpty();
    assertThat(script.asleepAt(seconds(36))).as("the longer sleep").contains(seconds(50));
    assertThat(script.asleepAt(seconds(50))).isEmpty();
  }

  @Test
  void what_has_no_end_is_for_good_and_wakes_nobody() {
    Script script = script("busy@0-", "defer@5-");
    assertThat(script.busyAt(Duration.ZERO)).as("disabled at start").isTrue();
    assertThat(script.busyAt(seconds(999_999))).isTrue();
    assertThat(script.defersAt(seconds(4))).isFalse();
    assertThat(script.defersAt(seconds(5))).isTrue();
    assertThat(script.next(seconds(5))).isEmpty();
  }

  @Test
  void a_nap_is_as_long_as_it_was_told() {
    assertThat(script("nap:30").nap()).contains(seconds(30));
    assertThat(script("busy@1-2").nap()).isEmpty();
  }

  @Test
  void strikes_are_handed_out_once_and_in_their_order() {
    Script script = script("reboot@20", "power@10");
    assertThat(script.strike(seconds(9))).isEmpty();
    assertThat(script.strike(seconds(25))).contains(new Fault.PowerOff(seconds(10)));
    assertThat(script.strike(seconds(25))).contains(new Fault.Reboot(seconds(20)));
    assertThat(script.strike(seconds(99))).isEmpty();
  }

  @Test
  void next_is_the_nearest_edge_that_has_not_passed() {
    Script script = script("busy@10-20", "reboot@15");
    assertThat(script.next(seconds(0))).contains(seconds(10));
    assertThat(script.next(seconds(10))).contains(seconds(15));
    assertThat(script.strike(seconds(15))).isPresent();
    assertThat(script.next(seconds(15))).contains(seconds(20));
    assertThat(script.next(seconds(20))).isEmpty();
  }

  @Test
  void a_version_fails_as_it_was_told_and_no_other_one() {
    Script script = script("crash@2", "self-test-fails@3");
    assertThat(script.crashes(new FirmwareVersion(2))).isTrue();
    assertThat(script.crashes(new FirmwareVersion(3))).isFalse();
    assertThat(script.selfTestFails(new FirmwareVersion(3))).isTrue();
    assertThat(script.selfTestFails(new FirmwareVersion(2))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "crash",
        "crash@",
        "power@write:0",
        "busy@20-10",
        "sleep@5-5",
        "reboot@x",
        "nap:0",
        "nap:",
        "defer@7-3"
      })
  void what_is_no_fault_is_refused(String spec) {
    assertThatThrownBy(() -> Fault.parse(spec))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("fault");
  }

  private static Script script(String... specs) {
    return new Script(Stream.of(specs).map(Fault::parse).toList());
  }

  private static Duration seconds(long number) {
    return Duration.ofSeconds(number);
  }

  @Test
  void nothing_is_scripted_for_a_sound_device() {
    assertThat(new Script(List.of()).next(Duration.ZERO)).isEmpty();
  }
}
