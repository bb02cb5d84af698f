package io.firmament.device.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.device.slot.ModelDevice.Behaviour;
import io.firmament.device.slot.ModelDevice.End;
import io.firmament.device.slot.ModelDevice.Scenario;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * XFR1, XFR2, XFR3: the power goes after every write, force and change of a name; what runs is
 * always a complete verified image, and the device comes to rest where it must.
 */
class PowerCutTest {
  private static final Firmware ONE = Firmware.of(1, 3_000);
  private static final Firmware TWO = Firmware.of(2, 40_500);
  private static final Firmware THREE = Firmware.of(3, 20_000);

  private static final Scenario FACTORY = new Scenario(ONE, ONE, Behaviour.WORKS);

  /** Version 2 is staged, cancelled, and followed by version 3. */
  private static final Scenario CANCELLED =
      new Scenario(ONE, Firmware.of(3, 40_500), Behaviour.WORKS)
          .withdrawing(Firmware.of(2, 20_000));

  private static Scenario update(Behaviour behaviour) {
    return new Scenario(ONE, TWO, behaviour);
  }

  /** A device on version 1, fresh from the factory. */
  private static ForgetfulFiles fresh() {
    return after(new ForgetfulFiles(), FACTORY);
  }

  /** A device that lost power in the middle of the download, and nothing else. */
  private static ForgetfulFiles interrupted() {
    ForgetfulFiles files = fresh().cutAfter(70);
    assertThatThrownBy(() -> new ModelDevice(files, update(Behaviour.WORKS)).run())
        .isInstanceOf(PowerCutException.class);
    return files.aftermaths(0).get(0);
  }

  private static ForgetfulFiles after(ForgetfulFiles files, Scenario scenario) {
    assertThat(new ModelDevice(files, scenario).run().end()).isEqualTo(End.CONVERGED);
    return files.copy();
  }

  private static Sweep print(String what, Sweep sweep) {
    System.out.println("power cuts, " + what + ": " + sweep);
    return sweep;
  }

  @Test
  @Tag("sweep")
  void factory_fill_survives_every_cut() {
    Sweep sweep = print("factory fill", Sweep.whole().over(new ForgetfulFiles(), FACTORY));
    assertThat(sweep.failures()).as("%s", sweep).isZero();
  }

  @ParameterizedTest
  @EnumSource(Behaviour.class)
  @Tag("sweep")
  void an_update_survives_every_cut(Behaviour behaviour) {
    Sweep sweep = print("update that " + behaviour, Sweep.whole().over(fresh(), update(behaviour)));
    assertThat(sweep.failures()).as("%s", sweep).isZero();
  }

  @Test
  @Tag("sweep")
  void an_update_taken_up_again_survives_every_cut() {
    Sweep sweep = Sweep.whole().over(interrupted(), update(Behaviour.WORKS));
    print("update taken up again", sweep);
    assertThat(sweep.failures()).as("%s", sweep).isZero();
  }

  @ParameterizedTest
  @EnumSource(Behaviour.class)
  @Tag("sweep")
  void the_update_after_an_update_survives_every_cut(Behaviour behaviour) {
    ForgetfulFiles second = after(fresh(), update(behaviour));
    Firmware runs = behaviour == Behaviour.WORKS ? TWO : ONE;
    Scenario next = new Scenario(runs, THREE, Behaviour.WORKS);
    Sweep sweep = print("update after one that " + behaviour, Sweep.whole().over(second, next));
    assertThat(sweep.failures()).as("%s", sweep).isZero();
  }

  @Test
  @Tag("sweep")
  void an_update_that_was_cancelled_when_it_was_staged_runs_after_no_cut() {
    Sweep sweep = Sweep.whole().over(fresh(), CANCELLED);
    print("staged, cancelled, another one", sweep);
    assertThat(sweep.failures()).as("%s", sweep).isZero();
  }

  @Test
  void a_sample_of_cuts_around_a_cancellation_ends_well() {
    Sweep sweep = Sweep.sampled(files -> files, 2, 12).over(fresh(), CANCELLED);
    print("sample, staged, cancelled, another one", sweep);
    assertThat(sweep.failures()).as("%s", sweep).isZero();
    assertThat(sweep.runs()).isGreaterThan(300);
  }

  @Test
  void a_cancellation_that_is_not_forced_is_undone_by_a_cut() {
    Sweep sweep =
        Sweep.sampled(files -> new UnforcedFiles(files, UnforcedFiles.DIRECTORY::equals), 1, 24)
            .over(fresh(), CANCELLED);
    print("cancelled, no directory forced", sweep);
    assertThat(sweep.count(End.CANCELLED_RAN)).as("%s", sweep).isPositive();
  }

  @ParameterizedTest
  @EnumSource(Behaviour.class)
  void a_sample_of_cuts_ends_well(Behaviour behaviour) {
    Sweep sweep = Sweep.sampled(files -> files, 2, 12).over(fresh(), update(behaviour));
    print("sample, update that " + behaviour, sweep);
    assertThat(sweep.failures()).as("%s", sweep).isZero();
    assertThat(sweep.runs()).isGreaterThan(300);
  }

  @Test
  void without_forcing_files_devices_brick() {
    Predicate<String> anyFile = name -> !name.equals(UnforcedFiles.DIRECTORY);
    Sweep sweep = faulty("no file forced", anyFile, Behaviour.WORKS);
    assertThat(sweep.count(End.BRICK)).as("%s", sweep).isPositive();
  }

  @Test
  void without_forcing_the_directory_devices_brick() {
    Sweep sweep = faulty("no directory forced", UnforcedFiles.DIRECTORY::equals, Behaviour.WORKS);
    assertThat(sweep.count(End.BRICK)).as("%s", sweep).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "part",
        "journal",
        "journal.tmp",
        "slot-B.tmp",
        "slot-B.manifest.tmp",
        "state.tmp"
      })
  void each_force_is_needed(String name) {
    Sweep sweep = faulty("without forcing " + name, name::equals, Behaviour.WORKS);
    assertThat(sweep.failures()).as("%s", sweep).isPositive();
  }

  @Test
  void a_journal_under_another_order_must_be_forced() {
    Sweep sweep =
        Sweep.sampled(files -> new UnforcedFiles(files, "journal.tmp"::equals), 2, 12)
            .over(interrupted(), update(Behaviour.WORKS));
    print("without forcing journal.tmp, taken up again", sweep);
    assertThat(sweep.count(End.WRONG)).as("%s", sweep).isPositive();
  }

  @Test
  void a_state_rewritten_in_place_bricks_devices() {
    ForgetfulFiles before = new ForgetfulFiles();
    Sweep sweep = Sweep.sampled(InPlaceStateFiles::new, 1, 4).over(before, update(Behaviour.WORKS));
    print("state rewritten in place", sweep);
    assertThat(sweep.withoutCut()).isEqualTo(End.CONVERGED);
    assertThat(sweep.count(End.BRICK)).as("%s", sweep).isPositive();
  }

  @Test
  void an_attempt_counted_after_the_start_loops_for_ever() {
    // A start that fails at once is the cut: firmware that works converges on these files too.
    ModelDevice works = new ModelDevice(new LateBootFiles(fresh()), update(Behaviour.WORKS));
    assertThat(works.run().end()).isEqualTo(End.CONVERGED);
    Sweep sweep = Sweep.sampled(LateBootFiles::new, 3, 4).over(fresh(), update(Behaviour.CRASHES));
    print("attempt counted after the start", sweep);
    assertThat(sweep.count(End.BOOT_LOOP)).as("%s", sweep).isPositive();
  }

  private static Sweep faulty(String what, Predicate<String> leftOut, Behaviour behaviour) {
    Sweep sweep =
        Sweep.sampled(files -> new UnforcedFiles(files, leftOut), 2, 6)
            .over(fresh(), update(behaviour));
    assertThat(sweep.withoutCut()).isEqualTo(End.CONVERGED);
    return print(what, sweep);
  }
}
