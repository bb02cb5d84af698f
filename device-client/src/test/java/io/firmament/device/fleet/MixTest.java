package io.firmament.device.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.protocol.value.InvalidValueException;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names with weights. */
final class MixTest {
  @Test
  void each_name_gets_its_part() {
    List<String> dealt = deal("lte-m:50,nb-iot:25,wifi:25", 200, 1);
    assertThat(dealt).hasSize(200);
    assertThat(Collections.frequency(dealt, "lte-m")).isEqualTo(100);
    assertThat(Collections.frequency(dealt, "nb-iot")).isEqualTo(50);
    assertThat(Collections.frequency(dealt, "wifi")).isEqualTo(50);
  }

  @Test
  void parts_that_do_not_come_out_even_still_add_up() {
    for (int devices = 0; devices < 20; devices++) {
      assertThat(deal("a:3,b:3,c:1", devices, 1)).hasSize(devices);
    }
    assertThat(deal("a,b", 1, 1)).hasSize(1);
  }

  @Test
  void a_name_alone_is_for_all() {
    assertThat(deal("wifi", 5, 1)).containsOnly("wifi").hasSize(5);
  }

  @Test
  void the_order_comes_from_the_seed() {
    assertThat(deal("a:1,b:1", 40, 1)).isEqualTo(deal("a:1,b:1", 40, 1));
    assertThat(deal("a:1,b:1", 40, 1)).isNotEqualTo(deal("a:1,b:1", 40, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:", "a:0", "a:-1", "a,,b", "a:1;b:2", "A:1", "a:9999999"})
  void what_is_no_mix_is_refused(String spec) {
    assertThatThrownBy(() -> Mix.parse("link", spec))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("link");
  }

  private static List<String> deal(String spec, int devices, long seed) {
    return Mix.parse("link", spec).deal(devices, new SplittableRandom(seed));
  }
}
