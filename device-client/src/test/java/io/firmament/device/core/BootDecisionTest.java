package io.firmament.device.core;

import static io.firmament.device.core.BootDecision.ROLL_BACK;
import static io.firmament.device.core.BootDecision.RUN_ACTIVE;
import static io.firmament.device.core.BootDecision.SAFE_MODE;
import static io.firmament.device.core.BootDecision.TRIAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each rule over all 512 combinations of the table's inputs (XFR2, XFR3, SM1). */
class BootDecisionTest {
  private static final int INPUTS = 9;

  private static Stream<BootInputs> all() {
    return IntStream.range(0, 1 << INPUTS).mapToObj(BootDecisionTest::inputs);
  }

  private static BootInputs inputs(int bits) {
    boolean[] bit = new boolean[INPUTS];
    for (int i = 0; i < INPUTS; i++) {
      bit[i] = (bits >> i & 1) == 1;
    }
    return new BootInputs(bit[0], bit[1], bit[2], bit[3], bit[4], bit[5], bit[6], bit[7], bit[8]);
  }

  private static List<BootInputs> where(Predicate<BootInputs> condition) {
    return all().filter(condition).toList();
  }

  private static List<BootInputs> decided(BootDecision decision) {
    return where(i -> BootDecision.decide(i) == decision);
  }

  @Test
  void safe_mode_that_was_asked_for_comes_before_everything() {
    assertThat(where(BootInputs::safeModeAsked))
        .hasSize(256)
        .allMatch(i -> BootDecision.decide(i) == SAFE_MODE);
  }

  @Test
  void a_damaged_image_is_never_started() {
    assertThat(decided(TRIAL)).isNotEmpty().allMatch(BootInputs::stagedSound);
    assertThat(decided(RUN_ACTIVE)).isNotEmpty().allMatch(BootInputs::confirmedSound);
    assertThat(decided(ROLL_BACK)).isNotEmpty().allMatch(BootInputs::confirmedSound);
  }

  @Test
  void an_image_without_its_dependencies_is_never_started() {
    assertThat(decided(TRIAL)).allMatch(BootInputs::stagedDependenciesMet);
    assertThat(decided(RUN_ACTIVE)).allMatch(BootInputs::confirmedDependenciesMet);
    assertThat(decided(ROLL_BACK)).allMatch(BootInputs::confirmedDependenciesMet);
  }

  @Test
  void a_trial_needs_an_attempt_and_nothing_staged_means_no_trial() {
    assertThat(decided(TRIAL)).allMatch(i -> i.staged() && i.attemptsLeft());
  }

  @Test
  void a_staged_image_that_can_be_tried_is_tried_whatever_else_is_wrong() {
    assertThat(
            where(
                i ->
                    !i.safeModeAsked()
                        && i.staged()
                        && i.attemptsLeft()
                        && i.stagedSound()
                        && i.stagedDependenciesMet()))
        .hasSize(16)
        .allMatch(i -> BootDecision.decide(i) == TRIAL);
  }

  @Test
  void only_an_image_that_was_tried_is_rolled_back() {
    assertThat(decided(ROLL_BACK)).allMatch(i -> i.staged() && i.trialled());
    assertThat(decided(RUN_ACTIVE)).noneMatch(i -> i.staged() && i.trialled());
  }

  @Test
  void safe_mode_only_when_asked_or_when_nothing_can_run() {
    assertThat(decided(SAFE_MODE))
        .allMatch(
            i ->
                i.safeModeAsked()
                    || !(i.confirmed() && i.confirmedSound() && i.confirmedDependenciesMet()));
  }

  @Test
  void what_can_run_runs() {
    assertThat(
            where(
                i ->
                    !i.safeModeAsked()
                        && i.confirmed()
                        && i.confirmedSound()
                        && i.confirmedDependenciesMet()))
        .hasSize(32)
        .noneMatch(i -> BootDecision.decide(i) == SAFE_MODE);
  }

  @Test
  void the_whole_table_has_these_counts() {
    Map<BootDecision, Long> counts = new EnumMap<>(BootDecision.class);
    all().forEach(i -> counts.merge(BootDecision.decide(i), 1L, Long::sum));
    assertThat(counts)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(TRIAL, 16L, ROLL_BACK, 7L, RUN_ACTIVE, 23L, SAFE_MODE, 466L));
  }
}
