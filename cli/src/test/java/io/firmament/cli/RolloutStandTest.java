package io.firmament.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a release has come far enough, and when it never will (feature REL10). */
class RolloutStandTest {
  @ParameterizedTest
  @CsvSource({
    "10, 10, 0, 0, 0, 100, true, false",
    "10,  9, 0, 0, 0, 100, false, false",
    "10,  9, 1, 0, 0, 100, false, true",
    "10,  9, 1, 0, 0,  90, true, false",
    "10,  8, 1, 0, 0,  90, false, false",
    "10,  8, 1, 1, 0,  90, false, true",
    "10,  8, 0, 1, 1,  90, false, true",
    "10,  0, 0, 0, 1,  90, false, false",
    "3,   1, 0, 0, 0,  34, false, false",
    "3,   1, 0, 0, 0,  33, true, false",
    "1,   0, 0, 1, 0,   1, false, true",
    "100000, 99999, 0, 0, 1, 100, false, true"
  })
  void share_is_reached_or_out_of_reach(
      int devices,
      int updated,
      int failed,
      int back,
      int lost,
      int percent,
      boolean reached,
      boolean never) {
    RolloutStand stand =
        new RolloutStand(
            JsonNodeFactory.instance
                .objectNode()
                .put("devices", devices)
                .put("updated", updated)
                .put("failed", failed)
                .put("rolled_back", back)
                .put("lost", lost),
            Optional.empty());

    assertThat(stand.reached(percent)).isEqualTo(reached);
    assertThat(stand.cannotReach(percent)).isEqualTo(never);
  }
}
