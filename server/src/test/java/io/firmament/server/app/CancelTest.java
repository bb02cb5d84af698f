package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.protocol.message.Cancel;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.message.StatusVerdict;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.server.app.UnreachableException.Why;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.transfer.AttemptState;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operator stops what is on its way to a device. */
class CancelTest {
  private static final String HELD = "FAILED(cancelled, held)";
  private final ServerFixture server = ServerFixture.ready();
  private final DeviceFixtures one = DeviceFixtures.fresh().running(1, ServerFixture.image(1));
  private final DeviceFixtures two = one.running(2, ServerFixture.image(2)).booted();
  private Offer offer;

  @BeforeEach
  void two_is_on_its_way() throws RefusedException {
    server.upload(2);
    server.workOff();
    server.handshake(one);
    server.release(2, true);
    server.workOff();
    offer = server.link.offers.get(0);
    server.status(offer, Status.Phase.STARTED);
  }

  private void cancel() throws RefusedException {
    server.operators().cancelUpdate().cancel(ServerFixture.ID, ServerFixture.ME);
    server.workOff();
  }

  private AttemptState attempt() {
    return server.view().attempt().orElseThrow().state();
  }

  @Test
  void a_device_that_is_here_is_told_at_once_and_the_image_is_held() throws RefusedException {
    cancel();

    assertThat(server.link.cancels).containsExactly(new Cancel(offer.commandId()));
    assertThat(server.view().state()).isEqualTo(HELD);
    assertThat(attempt()).isEqualTo(AttemptState.SUPERSEDED);
    assertThat(server.told()).filteredOn("spark/flash/status=failed"::equals).hasSize(1);
    assertThat(server.view().decision().evidence().toString()).contains("was cancelled by me");
  }

  @Test
  void what_was_cancelled_is_not_offered_again_neither_now_nor_after_a_boot_or_a_restart()
      throws RefusedException {
    cancel();
    server.pass(Duration.ofHours(1));
    server.restart();

    assertThat(server.handshake(one.booted())).isInstanceOf(HelloAnswer.Nothing.class);
    assertThat(server.view().state()).isEqualTo(HELD);
  }

  @Test
  void retry_offers_it_again_under_another_command_id() throws RefusedException {
    cancel();
    server.operators().retryDevice().retry(ServerFixture.ID, ServerFixture.ME);
    server.workOff();

    assertThat(server.link.offers).hasSize(2);
    assertThat(server.link.offers.get(1).commandId()).isGreaterThan(offer.commandId());
    assertThat(server.link.offers.get(1).components())
        .as("the same encoded image, which the device has a part of")
        .isEqualTo(offer.components());
  }

  @Test
  void another_target_is_offered_all_the_same() throws RefusedException {
    cancel();
    server.upload(3);
    server.release(3, true);
    server.workOff();

    assertThat(server.link.offers).hasSize(2);
  }

  @Test
  void a_device_that_did_not_hear_it_hears_it_in_answer_to_its_status() throws RefusedException {
    server.link.cancelFails = Optional.of(Why.TIMEOUT);
    cancel();
    server.link.cancelFails = Optional.empty();

    assertThat(server.status(offer, Status.Phase.TRANSFERRING)).isEqualTo(StatusVerdict.CANCEL);
    server.workOff();

    assertThat(attempt()).isEqualTo(AttemptState.SUPERSEDED);
  }

  @Test
  void a_device_that_is_away_hears_it_at_its_next_contact() throws RefusedException {
    server.devices().noteContact().lost(ServerFixture.ID);
    cancel();
    assertThat(server.link.cancels).isEmpty();
    assertThat(server.view().state()).isEqualTo(HELD);

    server.pass(Duration.ofHours(3));
    HelloAnswer answer = server.hello(ServerFixture.shortOf(one));
    server.workOff();

    assertThat(answer).isInstanceOf(HelloAnswer.Nothing.class);
    assertThat(server.link.cancels).containsExactly(new Cancel(offer.commandId()));
    assertThat(attempt()).isEqualTo(AttemptState.SUPERSEDED);
  }

  @Test
  void a_device_that_was_away_and_faster_runs_the_version_and_nothing_is_held()
      throws RefusedException {
    server.devices().noteContact().lost(ServerFixture.ID);
    cancel();

    server.handshake(two);
    server.workOff();

    assertThat(server.link.cancels).isEmpty();
    assertThat(attempt()).isEqualTo(AttemptState.UPDATED);
    assertThat(server.view().state()).isEqualTo("UP_TO_DATE");
    assertThat(server.view().device().failures()).isEmpty();
  }

  @Test
  void a_cancel_that_crosses_with_the_completion_changes_nothing() throws RefusedException {
    server.status(offer, Status.Phase.READY_TO_APPLY);
    cancel();
    assertThat(attempt()).as("the device answered 2.04").isEqualTo(AttemptState.SUPERSEDED);

    server.handshake(two);

    assertThat(attempt()).isEqualTo(AttemptState.UPDATED);
    assertThat(server.view().device().failures()).isEmpty();
  }

  @Test
  void a_staged_image_that_the_device_dropped_is_not_held_against_it_a_second_time()
      throws RefusedException {
    server.status(offer, Status.Phase.READY_TO_APPLY);
    cancel();
    UpdateOutcome dropped =
        new UpdateOutcome(
            offer.commandId(),
            UpdateOutcome.Result.FAILED,
            Optional.of(RefusalReason.CANCELLED),
            ServerFixture.image(2));

    server.handshake(one.booted().outcome(dropped));

    assertThat(attempt()).isEqualTo(AttemptState.SUPERSEDED);
    assertThat(server.view().device().failures()).hasSize(1);
  }

  @Test
  void a_cancel_that_is_repeated_is_one() throws RefusedException {
    server.link.cancelFails = Optional.of(Why.TIMEOUT);
    cancel();
    cancel();

    assertThat(server.view().device().failures()).singleElement().matches(f -> f.times() == 1);
    assertThat(server.told()).filteredOn("spark/flash/status=failed"::equals).hasSize(1);
  }

  @Test
  void where_nothing_is_on_its_way_there_is_nothing_to_cancel() throws RefusedException {
    cancel();

    assertThatThrownBy(this::cancel)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("nothing is on its way");
  }
}
