package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.Reset;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.message.StatusVerdict;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.server.app.RefusedException.Kind;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.transfer.AttemptState;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** DEV13, and resets on command: who is sent a command, and under which number. */
class CommandTest {
  private final ServerFixture server = ServerFixture.ready();
  private final DeviceFixtures one = DeviceFixtures.fresh().running(1, ServerFixture.image(1));

  @BeforeEach
  void a_device_is_here() {
    server.handshake(one);
  }

  private void reset(Reset.Kind kind) throws RefusedException {
    ServerFixture.now(server.operators().resetDevice().reset(ServerFixture.ID, kind));
  }

  private void endSession() throws RefusedException {
    ServerFixture.now(server.operators().endSession().end(ServerFixture.ID));
  }

  private Offer twoIsOnItsWay() throws RefusedException {
    server.upload(2);
    server.workOff();
    server.release(2, true);
    server.workOff();
    Offer offer = server.link.offers.get(0);
    server.status(offer, Status.Phase.STARTED);
    return offer;
  }

  private static Offer offerIn(HelloAnswer answer) {
    return ((HelloAnswer.Update) answer).offer();
  }

  private AttemptState attempt() {
    return server.view().attempt().orElseThrow().state();
  }

  @Test
  void each_command_has_a_higher_number_than_all_before_it_over_restarts_too()
      throws RefusedException {
    Offer offer = twoIsOnItsWay();
    reset(Reset.Kind.SAFE_MODE);
    server.restart();
    server.handshake(one.booted());
    endSession();

    long first = server.link.resets.get(0).commandId();
    long second = server.link.ended.get(0).commandId();
    assertThat(first).isGreaterThan(offer.commandId());
    assertThat(second).isGreaterThan(first);
    assertThat(server.link.resets.get(0).kind()).isEqualTo(Reset.Kind.SAFE_MODE);
    assertThat(server.view().device().lastCommand()).as("kept").isEqualTo(second);
  }

  @Test
  void a_number_is_kept_before_the_command_leaves() {
    server.link.connected = false;

    assertThatThrownBy(this::endSession).hasCauseInstanceOf(UnreachableException.class);

    assertThat(server.view().device().lastCommand())
        .as("a command that nobody answered may have been heard")
        .isEqualTo(server.now.getEpochSecond());
    assertThat(server.told()).as("nobody answers there").contains("spark/status=offline");
  }

  @Test
  void a_device_that_is_away_is_sent_nothing() {
    server.devices().noteContact().lost(ServerFixture.ID);

    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> reset(Reset.Kind.REBOOT));

    assertThat(refused.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(refused.hint()).contains("device show");
    assertThat(server.link.resets).isEmpty();
    assertThat(server.view().device().lastCommand()).isZero();
  }

  @Test
  void a_device_that_is_not_approved_is_sent_nothing() throws RefusedException {
    server.operators().denyDevice().deny(ServerFixture.ID, ServerFixture.ME);

    RefusedException refused = catchThrowableOfType(RefusedException.class, this::endSession);

    assertThat(refused.kind()).isEqualTo(Kind.CONFLICT);
    assertThat(refused).hasMessageContaining("is denied");
    assertThat(refused.hint()).contains("device approve");
    assertThat(server.link.ended).isEmpty();
  }

  @Test
  void there_must_be_something_to_apply() throws RefusedException {
    assertThat(catchThrowableOfType(RefusedException.class, () -> reset(Reset.Kind.APPLY)).kind())
        .isEqualTo(Kind.CONFLICT);
    server.status(twoIsOnItsWay(), Status.Phase.READY_TO_APPLY);
    reset(Reset.Kind.APPLY);

    assertThat(server.link.resets).extracting(Reset::kind).containsExactly(Reset.Kind.APPLY);
  }

  @Test
  void a_device_that_says_that_it_waits_for_its_reset_is_believed() throws RefusedException {
    server.hello(
        ServerFixture.shortOf(one.withFlags(Flags.DEFAULT.with(Flags.RESET_PENDING, true))));
    reset(Reset.Kind.APPLY);

    assertThat(server.link.resets).hasSize(1);
  }

  /** The device takes nothing that is lower than the reset, so the old offer would be ignored. */
  @Test
  void an_update_goes_on_after_a_reset_under_a_number_that_the_device_takes()
      throws RefusedException {
    Offer before = twoIsOnItsWay();
    reset(Reset.Kind.REBOOT);
    Offer after = offerIn(server.handshake(one.booted()));

    assertThat(after.commandId()).isGreaterThan(server.link.resets.get(0).commandId());
    assertThat(after.manifest()).isEqualTo(before.manifest());
    assertThat(attempt()).as("the same update").isEqualTo(AttemptState.TRANSFERRING);
    assertThat(server.status(after, Status.Phase.VERIFYING)).isEqualTo(StatusVerdict.PROCEED);
    assertThat(server.status(before, Status.Phase.VERIFYING)).isEqualTo(StatusVerdict.CANCEL);
    assertThat(server.told()).filteredOn("spark/flash/status=started "::equals).hasSize(1);
    assertThat(offerIn(server.hello(one.booted().hello())).commandId())
        .as("once")
        .isEqualTo(after.commandId());
  }

  @Test
  void an_offer_that_was_not_begun_is_pushed_under_a_number_that_the_device_takes()
      throws RefusedException {
    server.upload(2);
    server.workOff();
    server.release(2, true);
    server.workOff();
    endSession();
    server.lock(2, true);
    server.workOff();

    assertThat(server.link.offers).hasSize(2);
    assertThat(server.link.offers.get(1).commandId())
        .isGreaterThan(server.link.ended.get(0).commandId());
  }

  @Test
  void what_runs_at_the_device_is_left_alone_until_it_comes_anew() throws RefusedException {
    Offer offer = twoIsOnItsWay();
    endSession();
    server.lock(2, true);
    server.workOff();

    assertThat(server.link.offers).hasSize(1);
    assertThat(server.status(offer, Status.Phase.VERIFYING)).isEqualTo(StatusVerdict.PROCEED);
  }

  @Test
  void a_version_that_rolls_back_under_the_number_of_before_is_held_all_the_same()
      throws RefusedException {
    Offer before = twoIsOnItsWay();
    server.status(before, Status.Phase.READY_TO_APPLY);
    endSession();
    Offer after = offerIn(server.handshake(one));
    server.status(after, Status.Phase.READY_TO_APPLY);
    UpdateOutcome back =
        new UpdateOutcome(
            before.commandId(),
            UpdateOutcome.Result.ROLLED_BACK,
            Optional.of(RefusalReason.CRASHED),
            ServerFixture.image(2));

    HelloAnswer answer = server.handshake(one.booted().outcome(back));
    server.workOff();

    assertThat(answer).isInstanceOf(HelloAnswer.Nothing.class);
    assertThat(server.view().state()).contains("FAILED(");
    assertThat(attempt()).isEqualTo(AttemptState.ROLLED_BACK);
  }
}
