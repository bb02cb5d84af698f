package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.protocol.message.Status;
import io.firmament.protocol.message.StatusVerdict;
import io.firmament.protocol.value.PlatformId;
import io.firmament.server.device.TransferLimits;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Release;
import io.firmament.server.targeting.Effect;
import io.firmament.server.targeting.Foresight;
import io.firmament.server.targeting.ReasonCode;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.AttemptState;
import io.firmament.server.transfer.StateCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What operators do with releases, before, while and after they run. */
class ReleaseTest {
  private static void refused(RefusedException.Kind kind, ThrowingCallable wish, String... words) {
    assertThatThrownBy(wish)
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e.hint()).isNotEmpty();
              assertThat(List.of(words)).allMatch(e.getMessage()::contains, e.getMessage());
            });
  }

  private static int target(FleetFixture fleet, int number) {
    return fleet.view(number).decision().target().orElseThrow().firmware().version().number();
  }

  /** REL7. */
  @Test
  void a_dry_run_names_who_gets_what_and_who_is_passed_over_and_why() throws RefusedException {
    FleetFixture fleet = FleetFixture.of(6, 3);
    fleet.handshake(2, FleetFixture.running(3));
    fleet.leave(3);
    fleet.operators().markDevelopment().mark(FleetFixture.id(4), true, ServerFixture.ME);
    fleet
        .operators()
        .lockDevice()
        .lock(FleetFixture.id(5), FleetFixture.version(1), false, ServerFixture.ME);
    fleet.handshake(6, FleetFixture.running(1).withPlatform(new PlatformId(99)));
    List<Effect> effects = new ArrayList<>();
    long before = fleet.server.store.lastSequence();
    Foresight sum =
        fleet
            .releases()
            .foreseeRelease()
            .foresee(fleet.wish(3, true), ServerFixture.ME, effects::add);
    assertThat(fleet.server.store.lastSequence()).as("nothing is written").isEqualTo(before);
    assertThat(effects)
        .extracting(
            e ->
                e.device().hex().substring(23)
                    + " "
                    + (e instanceof Effect.Skip skip
                        ? skip.why()
                        : ((Effect.Update) e).waits().map(r -> r.code().name()).orElse("now")))
        .containsExactly(
            "1 now",
            "2 UP_TO_DATE",
            "3 OFFLINE",
            "4 DEVELOPMENT_DEVICE",
            "5 LOCKED",
            "6 INCOMPATIBLE",
            "a NEVER_SEEN");
    assertThat(sum.updates()).isEqualTo(2);
    assertThat(sum.now()).isEqualTo(1);
    assertThat(sum.waiting()).containsExactly(Map.entry(ReasonCode.OFFLINE, 1));
    assertThat(sum.encodedBytes()).isEqualTo(2L * ServerFixture.content(3).length);
    assertThat(sum.reboots()).isEqualTo(2);
    assertThat(sum.byVersion()).containsEntry(FleetFixture.version(1), 2);
    ForeseeRelease.Page first =
        fleet
            .releases()
            .foreseeRelease()
            .page(fleet.wish(3, true), ServerFixture.ME, Optional.empty(), 4);
    ForeseeRelease.Page second =
        fleet
            .releases()
            .foreseeRelease()
            .page(fleet.wish(3, true), ServerFixture.ME, first.next(), 4);
    assertThat(second.next()).isEmpty();
    List<Effect> paged = new ArrayList<>(first.effects());
    paged.addAll(second.effects());
    assertThat(paged).isEqualTo(effects);
  }

  /** REL7: what was confirmed is done, and no more. */
  @Test
  void a_confirmation_holds_for_what_was_seen_and_for_less() throws RefusedException {
    FleetFixture fleet = FleetFixture.of(3, 3);
    String seen = confirmation(fleet, fleet.wish(2, false));
    fleet.server.register(FleetFixture.id(4));
    fleet.handshake(4, FleetFixture.running(1));
    refused(
        RefusedException.Kind.CONFLICT,
        () -> publish(fleet, confirmed(fleet.wish(2, false), seen)),
        "4 devices");
    String again = confirmation(fleet, fleet.wish(2, false));
    refused(
        RefusedException.Kind.CONFLICT,
        () -> publish(fleet, confirmed(fleet.wish(3, false), again)));
    refused(
        RefusedException.Kind.CONFLICT,
        () -> publish(fleet, confirmed(fleet.wish(2, true), again)));
    refused(
        RefusedException.Kind.CONFLICT, () -> publish(fleet, confirmed(fleet.wish(2, false), "x")));
    fleet.handshake(4, FleetFixture.running(2));
    assertThat(publish(fleet, confirmed(fleet.wish(2, false), again)).releases()).hasSize(1);
    refused(
        RefusedException.Kind.CONFLICT,
        () -> publish(fleet, confirmed(fleet.wish(2, false), again)),
        "confirmation");
  }

  private static String confirmation(FleetFixture fleet, NewRelease wish) throws RefusedException {
    return fleet
        .releases()
        .foreseeRelease()
        .foresee(wish, ServerFixture.ME, e -> {})
        .confirmation()
        .toString();
  }

  private static NewRelease confirmed(NewRelease wish, String confirmation) {
    return new NewRelease(
        wish.product(),
        wish.version(),
        wish.productDefault(),
        wish.groups(),
        wish.intelligent(),
        wish.untested(),
        wish.downgrade(),
        Optional.of(confirmation));
  }

  private static Published publish(FleetFixture fleet, NewRelease wish) throws RefusedException {
    return fleet.operators().publishRelease().publish(wish, ServerFixture.ME);
  }

  /** TGT14, ADR 24. */
  @Test
  void a_product_goes_back_by_no_slip_and_a_group_with_a_warning() throws RefusedException {
    FleetFixture fleet = FleetFixture.of(2, 3);
    fleet.handshake(1, FleetFixture.running(3));
    refused(RefusedException.Kind.CONFLICT, () -> fleet.release(2, false), "1 devices");
    String seen = confirmation(fleet, fleet.wish(2, false));
    assertThat(publish(fleet, confirmed(fleet.wish(2, false), seen)).warnings())
        .containsExactly("1 devices run a higher version and go back to 2");
    fleet.group(1, "beta");
    assertThat(fleet.release(1, false, "beta").warnings()).hasSize(1);
    assertThat(target(fleet, 1)).isEqualTo(1);
  }

  /** A device that goes back already, by the release before, is no reason to refuse the next. */
  @Test
  void only_who_goes_back_because_of_it_counts() throws RefusedException {
    FleetFixture fleet = FleetFixture.of(2, 5);
    fleet.release(2, false);
    fleet.handshake(1, FleetFixture.running(5));
    Published published = fleet.release(3, false);
    assertThat(published.foresight().back()).isEqualTo(1);
    assertThat(published.foresight().newlyBack()).isZero();
  }

  /** PRD6. */
  @Test
  void withdrawing_stops_offers_moves_nobody_and_lets_the_release_before_stand()
      throws RefusedException {
    FleetFixture fleet = FleetFixture.of(3, 3);
    fleet.release(2, true);
    fleet.update(1);
    fleet.update(2);
    fleet.update(3);
    fleet.release(3, true);
    fleet.update(1);
    fleet.status(2, Status.Phase.STARTED, 1);
    fleet.leave(3);
    fleet
        .releases()
        .withdrawFirmware()
        .withdraw(FleetFixture.PRODUCT, FleetFixture.version(3), "it burns", ServerFixture.ME);
    fleet.server.workOff();
    assertThat(fleet.server.link.cancels).hasSize(1);
    assertThat(fleet.state(1)).as("it keeps what it runs").isEqualTo("WITHDRAWN");
    assertThat(fleet.state(2)).as("as if it had never been released").isEqualTo("UP_TO_DATE");
    assertThat(fleet.handshake(3, FleetFixture.running(2)).toString()).contains("Nothing");
    refused(RefusedException.Kind.CONFLICT, () -> fleet.release(3, true), "withdrawn");
  }

  /** REL9, PRD6. */
  @Test
  void going_back_is_one_action_twice_goes_back_two_and_withdrawn_versions_are_passed_over()
      throws RefusedException {
    FleetFixture fleet = FleetFixture.of(1, 4);
    GoBack.Wish wish =
        new GoBack.Wish(
            FleetFixture.PRODUCT, true, Set.of(), Optional.empty(), OptionalLong.empty());
    for (int version = 1; version <= 4; version++) {
      fleet.release(version, false);
    }
    GoBack back = fleet.releases().goBack();
    Published foreseen = back.foresee(wish, ServerFixture.ME);
    assertThat(foreseen.foresight().updates()).isEqualTo(1);
    assertThat(foreseen.releases())
        .extracting(r -> r.version().number())
        .as("what it would go back to")
        .containsExactly(3);
    GoBack.Wish seen =
        new GoBack.Wish(
            FleetFixture.PRODUCT,
            true,
            Set.of(),
            Optional.empty(),
            OptionalLong.of(foreseen.releases().get(0).number()));
    Release third = back.goBack(seen, ServerFixture.ME).releases().get(0);
    refused(RefusedException.Kind.CONFLICT, () -> back.goBack(seen, ServerFixture.ME), "release 6");
    assertThat(third.version()).isEqualTo(FleetFixture.version(3));
    assertThat(third.number()).isEqualTo(5);
    fleet
        .releases()
        .withdrawFirmware()
        .withdraw(FleetFixture.PRODUCT, FleetFixture.version(2), "", ServerFixture.ME);
    assertThat(back.goBack(wish, ServerFixture.ME).releases().get(0).version())
        .isEqualTo(FleetFixture.version(1));
    refused(RefusedException.Kind.CONFLICT, () -> back.goBack(wish, ServerFixture.ME), "before");
    assertThat(fleet.releases().findHistory().ofProduct(FleetFixture.PRODUCT))
        .extracting(r -> r.version().number())
        .containsExactly(1, 3, 4, 3, 2, 1);
  }

  /** REL9 after PRD6: a device that kept a withdrawn version is taken back by this, and only so. */
  @Test
  void going_back_from_a_withdrawn_version_moves_those_who_kept_it() throws RefusedException {
    FleetFixture fleet = FleetFixture.of(1, 3);
    fleet.release(2, true);
    fleet.release(3, true);
    fleet.update(1);
    fleet
        .releases()
        .withdrawFirmware()
        .withdraw(FleetFixture.PRODUCT, FleetFixture.version(3), "", ServerFixture.ME);
    assertThat(target(fleet, 1)).isEqualTo(3);
    fleet
        .releases()
        .goBack()
        .goBack(
            new GoBack.Wish(
                FleetFixture.PRODUCT, true, Set.of(), Optional.empty(), OptionalLong.empty()),
            ServerFixture.ME);
    fleet.server.workOff();
    assertThat(target(fleet, 1)).isEqualTo(2);
    assertThat(fleet.state(1)).startsWith("OFFERED");
  }

  @Test
  void a_paused_release_keeps_its_devices_and_offers_nothing_until_it_goes_on()
      throws RefusedException {
    FleetFixture fleet = FleetFixture.of(2, 2);
    long number = fleet.release(2, true).releases().get(0).number();
    fleet.status(1, Status.Phase.STARTED, 1);
    HaltRelease halt = fleet.releases().haltRelease();
    halt.halt(FleetFixture.PRODUCT, number, "wait", ServerFixture.ME);
    fleet.server.workOff();
    assertThat(fleet.state(1)).isEqualTo("HALTED(wait (me))");
    assertThat(fleet.server.link.cancels).hasSize(2);
    assertThat(fleet.attempt(1).state()).isEqualTo(AttemptState.SUPERSEDED);
    halt.resume(FleetFixture.PRODUCT, number, ServerFixture.ME);
    fleet.server.workOff();
    assertThat(fleet.state(1)).startsWith("OFFERED");
    refused(
        RefusedException.Kind.NOT_FOUND,
        () -> halt.resume(FleetFixture.PRODUCT, 99, ServerFixture.ME));
    refused(
        RefusedException.Kind.INVALID,
        () -> halt.halt(FleetFixture.PRODUCT, number, " ", ServerFixture.ME));
  }

  /** PRD6. */
  @Test
  void a_version_is_deleted_before_its_first_release_and_while_no_device_is_locked_to_it()
      throws RefusedException {
    FleetFixture fleet = FleetFixture.of(1, 3);
    DeleteFirmware delete = fleet.releases().deleteFirmware();
    fleet
        .operators()
        .lockDevice()
        .lock(FleetFixture.id(1), FleetFixture.version(3), false, ServerFixture.ME);
    refused(
        RefusedException.Kind.CONFLICT,
        () -> delete.delete(FleetFixture.PRODUCT, FleetFixture.version(3), ServerFixture.ME),
        "locked");
    fleet.operators().unlockDevice().unlock(FleetFixture.id(1), ServerFixture.ME);
    delete.delete(FleetFixture.PRODUCT, FleetFixture.version(3), ServerFixture.ME);
    refused(
        RefusedException.Kind.NOT_FOUND,
        () -> delete.delete(FleetFixture.PRODUCT, FleetFixture.version(3), ServerFixture.ME));
    assertThat(fleet.server.upload(3).version()).as("PRD1").isEqualTo(FleetFixture.version(3));
    fleet.release(2, false);
    refused(
        RefusedException.Kind.CONFLICT,
        () -> delete.delete(FleetFixture.PRODUCT, FleetFixture.version(2), ServerFixture.ME),
        "released");
  }

  /** PRD5. */
  @Test
  void titles_are_edited_and_a_second_use_of_one_can_be_seen() throws RefusedException {
    FleetFixture fleet = FleetFixture.of(0, 3);
    EditFirmware edit = fleet.releases().editFirmware();
    for (int version = 2; version <= 3; version++) {
      edit.edit(
          FleetFixture.PRODUCT,
          FleetFixture.version(version),
          Optional.of("spring"),
          Optional.empty(),
          ServerFixture.ME);
    }
    Firmware edited =
        edit.edit(
            FleetFixture.PRODUCT,
            FleetFixture.version(3),
            Optional.empty(),
            Optional.of("words"),
            ServerFixture.ME);
    assertThat(edited.title()).isEqualTo("spring");
    assertThat(fleet.operators().findFirmware().sharingTitle(edited))
        .containsExactly(FleetFixture.version(2));
    refused(
        RefusedException.Kind.INVALID,
        () ->
            edit.edit(
                FleetFixture.PRODUCT,
                FleetFixture.version(3),
                Optional.of("x".repeat(201)),
                Optional.empty(),
                ServerFixture.ME));
  }

  /** REL10, OBS2. */
  @Test
  void a_summary_counts_every_device_once() throws RefusedException {
    FleetFixture fleet = FleetFixture.of(5, 2);
    long number = fleet.release(2, true).releases().get(0).number();
    fleet.update(1);
    fleet.rollBack(2, 1);
    fleet.status(3, Status.Phase.STARTED, 1);
    fleet.leave(5);
    ProductSummary summary = fleet.releases().summarizeProduct().summarize(FleetFixture.PRODUCT);
    assertThat(summary.devices()).isEqualTo(6);
    assertThat(summary.online()).isEqualTo(4);
    assertThat(summary.states().values().stream().mapToInt(i -> i).sum()).isEqualTo(6);
    assertThat(summary.states()).containsEntry(StateCode.TRANSFERRING, 1);
    assertThat(summary.running()).containsEntry(FleetFixture.version(2), 1);
    RolloutCounts counts = new RolloutCounts(1, 2, 0, 1, 0, 2);
    assertThat(summary.releases()).containsEntry(number, counts);
    assertThat(summary.versions()).containsEntry(FleetFixture.version(2), counts);
  }

  /** REL10, PRD6. */
  @Test
  void a_device_that_is_locked_to_a_withdrawn_version_does_not_count_as_updated()
      throws RefusedException {
    FleetFixture fleet = FleetFixture.of(2, 2);
    fleet.leave(1);
    fleet
        .operators()
        .lockDevice()
        .lock(FleetFixture.id(1), FleetFixture.version(2), false, ServerFixture.ME);
    fleet.release(2, true);
    fleet.update(2);
    fleet
        .releases()
        .withdrawFirmware()
        .withdraw(FleetFixture.PRODUCT, FleetFixture.version(2), "", ServerFixture.ME);
    ProductSummary summary = fleet.releases().summarizeProduct().summarize(FleetFixture.PRODUCT);
    assertThat(summary.states()).containsEntry(StateCode.WITHDRAWN, 2);
    RolloutCounts counts = summary.versions().get(FleetFixture.version(2));
    assertThat(counts.pending()).isEqualTo(1);
    assertThat(counts.updated()).isEqualTo(1);
  }

  /** REL10: nobody has to have been updated by the cloud to be up to date. */
  @Test
  void a_device_that_brings_the_version_along_counts_as_updated() throws RefusedException {
    FleetFixture fleet = FleetFixture.of(1, 2);
    fleet.handshake(1, FleetFixture.running(2).booted());
    fleet.release(2, true);
    ProductSummary summary = fleet.releases().summarizeProduct().summarize(FleetFixture.PRODUCT);
    assertThat(summary.states()).containsEntry(StateCode.UP_TO_DATE, 1);
    assertThat(summary.versions().get(FleetFixture.version(2)).updated()).isEqualTo(1);
    assertThat(fleet.releases().findHistory().ofDevice(FleetFixture.id(1))).isEmpty();
  }

  /** REL11. */
  @Test
  void the_history_of_a_device_says_who_and_what_caused_each_update() throws RefusedException {
    FleetFixture fleet = FleetFixture.of(1, 3);
    fleet.group(1, "beta");
    long number = fleet.release(2, true, "beta").releases().get(0).number();
    fleet.update(1);
    fleet
        .operators()
        .lockDevice()
        .lock(FleetFixture.id(1), FleetFixture.version(3), true, new Caller("anna"));
    fleet.server.workOff();
    List<Attempt> history = fleet.releases().findHistory().ofDevice(FleetFixture.id(1));
    assertThat(history).extracting(a -> a.to().number()).containsExactly(3, 2);
    assertThat(history)
        .extracting(a -> a.cause().toString())
        .containsExactly(
            "Cause[trigger=change, rule=lock, release=Optional.empty, by=anna]",
            "Cause[trigger=change, rule=group, release=Optional[" + number + "], by=me]");
  }

  @Test
  void so_many_are_sent_something_at_once_in_order_and_flash_now_does_not_wait()
      throws RefusedException {
    FleetFixture fleet = FleetFixture.of(5, 3);
    fleet
        .releases()
        .limitProduct()
        .limit(FleetFixture.PRODUCT, new TransferLimits(2, 0), ServerFixture.ME);
    fleet.release(2, true);
    long waiting =
        IntStream.rangeClosed(1, 5).filter(n -> fleet.state(n).startsWith("RATE_LIMITED")).count();
    assertThat(waiting).isEqualTo(3);
    assertThat(fleet.server.link.offers).hasSize(2);
    int first = first(fleet, "RATE_LIMITED(1)");
    int last = first(fleet, "RATE_LIMITED(3)");
    fleet
        .operators()
        .lockDevice()
        .lock(FleetFixture.id(last), FleetFixture.version(3), true, ServerFixture.ME);
    fleet.server.workOff();
    assertThat(fleet.state(last)).startsWith("OFFERED");
    fleet.look();
    assertThat(fleet.server.link.offers).hasSize(3);
    fleet.update(last);
    fleet.look();
    assertThat(fleet.state(first)).as("two are on their way").startsWith("RATE_LIMITED(1)");
    fleet.update(first(fleet, "OFFERED"));
    fleet.look();
    assertThat(fleet.state(first)).startsWith("OFFERED");
  }

  private static int first(FleetFixture fleet, String state) {
    return IntStream.rangeClosed(1, 5)
        .filter(n -> fleet.state(n).startsWith(state))
        .findFirst()
        .orElseThrow();
  }

  /** SM10. */
  @Test
  void three_restarts_without_progress_hold_a_device_back_for_an_hour() throws RefusedException {
    FleetFixture fleet = FleetFixture.of(1, 2);
    fleet.release(2, true);
    assertThat(fleet.status(1, Status.Phase.STARTED, 1)).isEqualTo(StatusVerdict.PROCEED);
    fleet.fetch(1, 10);
    for (long boot = 2; boot <= 4; boot++) {
      fleet.server.pass(Duration.ofMinutes(3));
      assertThat(fleet.status(1, Status.Phase.STARTED, boot)).isEqualTo(StatusVerdict.PROCEED);
    }
    fleet.server.pass(Duration.ofMinutes(3));
    assertThat(fleet.status(1, Status.Phase.STARTED, 5))
        .as("the first one had got on")
        .isEqualTo(StatusVerdict.CANCEL);
    assertThat(fleet.state(1)).startsWith("LOOP_GUARD(");
    fleet.server.pass(Duration.ofMinutes(61));
    fleet.handshake(1, FleetFixture.running(1).booted());
    assertThat(fleet.state(1)).startsWith("OFFERED");
  }

  /** SM10: with progress it goes on. */
  @Test
  void restarts_with_progress_go_on_for_ever() throws RefusedException {
    FleetFixture fleet = FleetFixture.of(1, 2);
    fleet.release(2, true);
    fleet.status(1, Status.Phase.STARTED, 1);
    for (long boot = 2; boot <= 20; boot++) {
      fleet.fetch(1, boot);
      fleet.server.pass(Duration.ofMinutes(1));
      assertThat(fleet.status(1, Status.Phase.STARTED, boot)).isEqualTo(StatusVerdict.PROCEED);
    }
  }

  /** SM10: a link that breaks is no restart. */
  @Test
  void beginning_again_in_the_same_boot_counts_for_nothing() throws RefusedException {
    FleetFixture fleet = FleetFixture.of(1, 2);
    fleet.release(2, true);
    for (int i = 0; i < 10; i++) {
      assertThat(fleet.status(1, Status.Phase.STARTED, 1)).isEqualTo(StatusVerdict.PROCEED);
    }
  }

  /** SM10: too many held devices pause the release, until an operator lets it go on. */
  @Test
  void a_release_that_fails_too_often_is_paused() throws RefusedException {
    FleetFixture fleet = FleetFixture.of(8, 2);
    long number = fleet.release(2, true).releases().get(0).number();
    fleet.update(1);
    for (int device = 2; device <= 5; device++) {
      fleet.rollBack(device, 1);
    }
    assertThat(fleet.state(7)).startsWith("OFFERED");
    fleet.rollBack(6, 1);
    assertThat(fleet.state(7)).isEqualTo("HALTED(breaker: 5 of 6 devices hold it back)");
    fleet.releases().haltRelease().resume(FleetFixture.PRODUCT, number, ServerFixture.ME);
    fleet.server.workOff();
    assertThat(fleet.state(7)).startsWith("OFFERED");
    fleet.rollBack(7, 1);
    assertThat(fleet.state(8)).startsWith("OFFERED");
  }

  @Test
  void a_device_that_went_to_boot_and_did_not_come_back_is_lost_and_may_be_found()
      throws RefusedException {
    FleetFixture fleet = FleetFixture.of(2, 2);
    fleet.release(2, true);
    for (int device = 1; device <= 2; device++) {
      fleet.status(device, Status.Phase.STARTED, 1);
      fleet.status(device, Status.Phase.REBOOTING, 1);
      fleet.leave(device);
    }
    fleet.server.pass(Duration.ofMinutes(59));
    fleet.look();
    assertThat(fleet.attempt(1).state()).isEqualTo(AttemptState.REBOOTING);
    fleet.server.pass(Duration.ofMinutes(2));
    fleet.look();
    assertThat(fleet.attempt(1).state()).isEqualTo(AttemptState.LOST);
    assertThat(fleet.state(1)).isEqualTo("FAILED(lost, held)");
    assertThat(
            fleet
                .releases()
                .summarizeProduct()
                .summarize(FleetFixture.PRODUCT)
                .versions()
                .get(FleetFixture.version(2))
                .lost())
        .isEqualTo(2);
    fleet.handshake(1, FleetFixture.running(2).booted());
    assertThat(fleet.attempt(1).state()).isEqualTo(AttemptState.UPDATED);
    assertThat(fleet.state(1)).isEqualTo("UP_TO_DATE");
    fleet.handshake(2, FleetFixture.running(1).booted());
    assertThat(fleet.state(2)).isEqualTo("FAILED(lost, held)");
    fleet.operators().retryDevice().retry(FleetFixture.id(2), ServerFixture.ME);
    fleet.server.workOff();
    assertThat(fleet.state(2)).startsWith("OFFERED");
  }

  @Test
  void a_transfer_that_has_stopped_is_stalled() throws RefusedException {
    FleetFixture fleet = FleetFixture.of(1, 2);
    fleet.release(2, true);
    fleet.status(1, Status.Phase.STARTED, 1);
    fleet.fetch(1, 10);
    assertThat(fleet.state(1)).isEqualTo("TRANSFERRING(10, 100)");
    fleet.server.pass(Duration.ofSeconds(299));
    assertThat(fleet.state(1)).isEqualTo("TRANSFERRING(10, 100)");
    fleet.server.pass(Duration.ofSeconds(1));
    assertThat(fleet.state(1)).startsWith("STALLED(");
    fleet.fetch(1, 11);
    fleet.leave(1);
    assertThat(fleet.state(1)).startsWith("STALLED(");
  }
}
