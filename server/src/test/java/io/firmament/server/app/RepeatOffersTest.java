package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.Status;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.device.TransferLimits;
import io.firmament.server.transfer.AttemptState;
import io.firmament.server.trigger.Trigger;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is due to a device that is here reaches it, whatever became of the first offer. */
class RepeatOffersTest {
  private static final UnreachableException.Why STRANGE = UnreachableException.Why.MALFORMED_ANSWER;
  private final ServerFixture server = ServerFixture.ready();
  private final DeviceFixtures device = DeviceFixtures.fresh().running(1, ServerFixture.image(1));
  private final List<Offer> offers = server.link.offers;

  @BeforeEach
  void hasTwoVersions() throws RefusedException {
    server.upload(2);
    server.upload(3);
    server.workOff();
    server.handshake(device);
    server.workOff();
  }

  private void release(int version) {
    server.release(version, true);
    server.workOff();
  }

  /** The device says something every 5 s, so that it is here; and what is done every second. */
  private void live(Duration time) {
    for (int second = 0; second < time.toSeconds(); second += 5) {
      server.pass(Duration.ofSeconds(5));
      server.devices().noteContact().heard(ServerFixture.ID, "a");
      server.devices().lookAfterUpdates().look();
      server.workOff();
    }
  }

  @Test
  void a_device_that_was_busy_is_offered_it_again_after_a_pause() {
    server.link.replies.add(new DeviceLink.OfferReply.Refused(RefusalReason.BUSY));
    release(2);
    assertThat(server.view().state()).isEqualTo("DUE");
    live(Duration.ofSeconds(115));
    assertThat(offers).as("left in peace").hasSize(1);
    live(Duration.ofSeconds(35));
    assertThat(offers).hasSize(2);
    assertThat(server.view().state()).startsWith("OFFERED");
  }

  @Test
  void one_that_stays_busy_is_asked_ever_more_rarely_and_never_forgotten() {
    for (int i = 0; i < 100; i++) {
      server.link.replies.add(new DeviceLink.OfferReply.Refused(RefusalReason.BUSY));
    }
    release(2);
    live(Duration.ofMinutes(31));
    assertThat(offers).as("0, 2, 4, 8 and 16 minutes apart").hasSizeBetween(4, 5);
    int before = offers.size();
    live(Duration.ofMinutes(17));
    assertThat(offers).hasSize(before + 1);
  }

  @Test
  void another_target_does_not_wait_for_the_pauses_of_the_one_before() {
    for (int i = 0; i < 6; i++) {
      server.link.replies.add(new DeviceLink.OfferReply.Refused(RefusalReason.BUSY));
    }
    release(2);
    live(Duration.ofMinutes(20));
    assertThat(offers).hasSize(5);
    release(3);
    assertThat(offers).hasSize(6);
    live(Duration.ofSeconds(150));
    assertThat(offers).hasSize(7);
    assertThat(server.view().state()).startsWith("OFFERED");
  }

  @Test
  void what_was_not_found_for_a_moment_is_offered_again() {
    release(2);
    server.failed(offers.get(0), RefusalReason.NOT_FOUND);
    server.workOff();
    live(Duration.ofSeconds(150));
    assertThat(offers).hasSize(2);
    assertThat(server.view().state()).startsWith("OFFERED");
  }

  @Test
  void what_failed_for_good_is_not() {
    server.link.replies.add(new DeviceLink.OfferReply.Refused(RefusalReason.IMAGE_TOO_LARGE));
    release(2);
    live(Duration.ofMinutes(10));
    assertThat(offers).hasSize(1);
  }

  @Test
  void an_answer_that_nobody_understood_is_no_answer() {
    server.link.offerFails = Optional.of(STRANGE);
    release(2);
    assertThat(server.view().state()).startsWith("OFFERED");
    server.link.offerFails = Optional.empty();
    live(Duration.ofSeconds(150));
    assertThat(offers).hasSize(2);
    assertThat(offers.get(1)).as("the same, under the same number").isEqualTo(offers.get(0));
  }

  @Test
  void what_was_answered_instead_is_the_reason_until_the_device_says_more() {
    server.link.offerFails = Optional.of(STRANGE);
    release(2);
    assertThat(server.view().attempt().orElseThrow().detail())
        .isEqualTo("the offer was not understood: a test");
    long before = server.store.lastSequence();
    live(Duration.ofMinutes(10));
    assertThat(server.store.lastSequence()).as("written once").isEqualTo(before);
    server.link.offerFails = Optional.empty();
    live(Duration.ofMinutes(17));
    server.status(offers.get(0), Status.Phase.STARTED);
    assertThat(server.view().attempt().orElseThrow().detail()).isEmpty();
  }

  @Test
  void an_offer_that_the_device_took_and_forgot_is_made_again() {
    release(2);
    live(Duration.ofSeconds(150));
    assertThat(offers).hasSize(2);
    assertThat(offers.get(1).commandId()).isEqualTo(offers.get(0).commandId());
  }

  @Test
  void an_update_that_goes_on_is_left_alone() {
    release(2);
    server.status(offers.get(0), Status.Phase.STARTED);
    live(Duration.ofMinutes(10));
    assertThat(offers).hasSize(1);
  }

  @Test
  void one_that_fetches_blocks_without_a_word_is_left_alone() throws IOException {
    release(2);
    String prefix = ServerFixture.image(2).prefix();
    for (int i = 0; i < 10; i++) {
      server.devices().serveBlock().read(ServerFixture.ID, prefix, 0, 1);
      live(Duration.ofMinutes(1));
    }
    assertThat(offers).hasSize(1);
  }

  @Test
  void a_device_that_is_up_to_date_or_away_is_left_alone() {
    release(1);
    live(Duration.ofMinutes(10));
    assertThat(offers).isEmpty();
    server.devices().noteContact().lost(ServerFixture.ID);
    release(2);
    server.pass(Duration.ofMinutes(10));
    server.devices().lookAfterUpdates().look();
    server.workOff();
    assertThat(offers).isEmpty();
  }

  @Test
  void a_push_that_was_lost_is_made_up_for() {
    server.release(2, true);
    server.work.clear();
    live(Duration.ofSeconds(30));
    assertThat(offers).hasSize(1);
  }

  @Test
  void a_refusal_that_could_not_be_kept_swallows_no_later_push() {
    server.link.replies.add(new DeviceLink.OfferReply.Refused(RefusalReason.BUSY));
    server.link.onOffer = server.store::breakDisk;
    release(2);
    assertThat(server.view().state()).startsWith("OFFERED");
    server.devices().pushOffers().push(ServerFixture.ID, Trigger.CHANGE);
    server.workOff();
    assertThat(offers).hasSize(2);
  }

  @Test
  void one_that_does_not_understand_force_still_gets_what_is_due() throws RefusedException {
    server.link.forceFails = Optional.of(STRANGE);
    server.operators().forceUpdates().force(ServerFixture.ID, true, ServerFixture.ME);
    server.workOff();
    assertThat(server.link.forced).containsExactly(true);
    release(2);
    assertThat(offers).hasSize(1);
  }

  @Test
  void a_cancel_that_was_lost_is_said_again() throws RefusedException {
    release(2);
    server.status(offers.get(0), Status.Phase.STARTED);
    server.link.cancelFails = Optional.of(STRANGE);
    server.operators().cancelUpdate().cancel(ServerFixture.ID, ServerFixture.ME);
    server.workOff();
    server.link.cancelFails = Optional.empty();
    live(Duration.ofSeconds(30));
    assertThat(server.link.cancels).as("it may be on its way").hasSize(1);
    live(Duration.ofSeconds(60));
    assertThat(server.link.cancels).hasSize(2);
    assertThat(server.view().attempt().orElseThrow().state()).isEqualTo(AttemptState.SUPERSEDED);
    live(Duration.ofMinutes(20));
    assertThat(server.link.cancels).hasSize(2);
  }

  @Test
  void a_force_that_was_lost_is_said_again_until_the_device_repeats_it() throws RefusedException {
    server.link.forceFails = Optional.of(STRANGE);
    server.operators().forceUpdates().force(ServerFixture.ID, true, ServerFixture.ME);
    server.workOff();
    server.link.forceFails = Optional.empty();
    live(Duration.ofSeconds(30));
    assertThat(server.link.forced).as("its echo may be on its way").hasSize(1);
    live(Duration.ofSeconds(60));
    assertThat(server.link.forced).containsExactly(true, true);
    server.event(EventNames.UPDATES_FORCED, "true");
    live(Duration.ofMinutes(20));
    assertThat(server.link.forced).hasSize(2);
  }

  @Test
  void a_pending_that_was_lost_is_said_again() {
    server.event(EventNames.UPDATES_ENABLED, "false");
    server.link.pendingFails = Optional.of(STRANGE);
    release(2);
    server.link.pendingFails = Optional.empty();
    assertThat(server.link.pending).containsExactly(true);
    live(Duration.ofSeconds(90));
    assertThat(server.link.pending).containsExactly(true, true);
    live(Duration.ofMinutes(20));
    assertThat(server.link.pending).hasSize(2);
  }

  @Test
  void one_that_never_understands_is_told_ever_more_rarely() {
    server.event(EventNames.UPDATES_ENABLED, "false");
    server.link.pendingFails = Optional.of(STRANGE);
    release(2);
    live(Duration.ofMinutes(32));
    assertThat(server.link.pending).hasSizeBetween(5, 7);
  }

  @Test
  void only_so_many_repetitions_wait_for_their_turn() throws RefusedException {
    FleetFixture fleet = FleetFixture.of(600, 2);
    fleet.server.workOff();
    fleet.server.release(2, true);
    fleet.server.work.clear();
    fleet.server.devices().lookAfterUpdates().look();
    assertThat(fleet.server.work).as("beside a look at the blobs").hasSize(500 + 1);
    fleet.server.workOff();
    fleet.server.pass(Duration.ofSeconds(30));
    for (int number = 1; number <= 600; number++) {
      fleet.server.devices().noteContact().heard(FleetFixture.id(number), "a" + number);
    }
    fleet.look();
    assertThat(fleet.server.link.offers).hasSize(600);
  }

  @Test
  void one_that_waits_for_nothing_is_put_in_the_queue() throws RefusedException {
    FleetFixture fleet = FleetFixture.of(2, 2);
    fleet
        .releases()
        .limitProduct()
        .limit(FleetFixture.PRODUCT, new TransferLimits(1, 0), ServerFixture.ME);
    fleet.server.release(2, true);
    fleet.server.work.clear();
    fleet.look();
    assertThat(fleet.server.link.offers).hasSize(1);
    assertThat(fleet.state(2)).isEqualTo("RATE_LIMITED(1)");
    fleet.failed(1, RefusalReason.BUSY);
    fleet.server.pass(Duration.ofSeconds(30));
    fleet.look();
    assertThat(fleet.server.link.offers).as("whoever waited has his turn").hasSize(2);
  }
}
