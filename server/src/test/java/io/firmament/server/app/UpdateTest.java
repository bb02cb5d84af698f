package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.protocol.codec.HelloCodec;
import io.firmament.protocol.message.CodingCapability;
import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.ModuleState;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.PartialBlob;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.Representation;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.message.StatusVerdict;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.Digest;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.transfer.AttemptState;
import io.firmament.server.trigger.Trigger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a release or a lock to the end of an update, as a device and an operator live it. */
class UpdateTest {
  private final ServerFixture server = ServerFixture.ready();
  private final DeviceFixtures one = DeviceFixtures.fresh().running(1, ServerFixture.image(1));
  private final DeviceFixtures two =
      DeviceFixtures.fresh().running(2, ServerFixture.image(2)).booted();

  @BeforeEach
  void version_2_is_there_and_the_device_runs_1() throws RefusedException {
    server.upload(2);
    assertThat(server.handshake(one)).isEqualTo(new HelloAnswer.Nothing());
    server.workOff();
  }

  private Offer offered(HelloAnswer answer) {
    assertThat(answer).isInstanceOf(HelloAnswer.Update.class);
    return ((HelloAnswer.Update) answer).offer();
  }

  private HelloAnswer wake() {
    server.pass(Duration.ofMinutes(1));
    return server.hello(ServerFixture.shortOf(one));
  }

  @Test
  void a_standard_release_sends_nothing_before_the_next_session() {
    server.pass(Duration.ofSeconds(1));
    server.release(2, false);
    server.workOff();
    assertThat(server.link.offers).isEmpty();
    assertThat(server.view().state()).isEqualTo("NEXT_SESSION");
    assertThat(offered(wake()).components()).hasSize(1);
  }

  @Test
  void an_intelligent_release_is_pushed_to_a_device_that_is_online() {
    server.release(2, true);
    server.workOff();
    assertThat(server.link.offers).hasSize(1);
    assertThat(server.view().state()).startsWith("OFFERED");
    assertThat(server.view().attempt().orElseThrow().cause().trigger()).isEqualTo("change");
  }

  /** TGT6, TGT7. */
  @Test
  void a_lock_with_flash_now_beats_the_release_and_is_pushed() throws RefusedException {
    server.upload(3);
    server.release(3, true);
    server.lock(2, true);
    server.workOff();
    assertThat(server.link.offers).hasSize(1);
    assertThat(server.view().attempt().orElseThrow().to().number()).isEqualTo(2);
  }

  @Test
  void a_lock_without_flash_now_waits_for_the_next_session() {
    server.pass(Duration.ofSeconds(1));
    server.lock(2, false);
    server.workOff();
    assertThat(server.link.offers).isEmpty();
    offered(wake());
  }

  /** TGT12. */
  @Test
  void an_equal_image_under_another_number_moves_not_one_byte() throws RefusedException {
    server.upload(3, ServerFixture.content(1));
    server.release(3, true);
    server.workOff();
    assertThat(wake()).isEqualTo(new HelloAnswer.Nothing());
    assertThat(server.link.offers).isEmpty();
    assertThat(server.view().state()).isEqualTo("UP_TO_DATE");
  }

  @Test
  void the_same_target_is_offered_again_under_the_same_command_id_and_without_a_write() {
    server.release(2, true);
    server.workOff();
    long written = server.store.lastSequence();
    assertThat(offered(server.hello(ServerFixture.shortOf(one))).commandId())
        .isEqualTo(server.link.offers.get(0).commandId());
    assertThat(server.store.lastSequence()).isEqualTo(written);
  }

  @Test
  void an_offer_is_journaled_before_it_is_told() {
    server.release(2, false);
    server.store.breakDisk();
    server.pass(Duration.ofSeconds(1));
    server
        .devices()
        .noteContact()
        .connected(ServerFixture.ID, Trigger.RESUME, "a", Optional.empty());
    assertThat(
            server
                .devices()
                .receiveHello()
                .receive(ServerFixture.ID, ServerFixture.shortOf(one))
                .toCompletableFuture())
        .isCompletedExceptionally();
  }

  @Test
  void nothing_for_you_needs_no_write() {
    server.store.breakDisk();
    server.pass(Duration.ofHours(1));
    assertThat(server.hello(ServerFixture.shortOf(one))).isEqualTo(new HelloAnswer.Nothing());
  }

  @Test
  void a_good_update_goes_through_its_states_and_tells_particles_events_in_order() {
    server.release(2, true);
    server.workOff();
    Offer offer = server.link.offers.get(0);
    assertThat(server.status(offer, Status.Phase.STARTED)).isEqualTo(StatusVerdict.PROCEED);
    assertThat(server.view().state()).isEqualTo("TRANSFERRING(0, 0)");
    server.status(offer, Status.Phase.VERIFYING);
    assertThat(server.view().state()).startsWith("VERIFYING");
    server.status(offer, Status.Phase.REBOOTING);
    assertThat(server.view().state()).startsWith("REBOOTING");
    server.devices().noteContact().lost(ServerFixture.ID);
    assertThat(server.handshake(two.inState(ModuleState.TRIAL)))
        .isEqualTo(new HelloAnswer.Nothing());
    assertThat(server.view().attempt().orElseThrow().state()).isEqualTo(AttemptState.REBOOTING);
    server.hello(two.hello());
    assertThat(server.view().attempt().orElseThrow().state()).isEqualTo(AttemptState.UPDATED);
    assertThat(server.view().state()).isEqualTo("UP_TO_DATE");
    assertThat(server.told())
        .containsSubsequence(
            "spark/status=auto-update",
            "spark/flash/status=started ",
            "spark/flash/status=success ",
            "spark/status=offline",
            "spark/status=online",
            "spark/device/last_reset=power",
            "spark/device/app-hash=" + ServerFixture.image(2),
            "particle/device/updates/pending=false");
  }

  @Test
  void a_rolled_back_image_is_held_until_somebody_says_retry() throws RefusedException {
    server.release(2, true);
    server.workOff();
    Offer offer = server.link.offers.get(0);
    server.status(offer, Status.Phase.STARTED);
    server.status(offer, Status.Phase.REBOOTING);
    DeviceFixtures back = one.booted().outcome(rolledBack(offer));
    assertThat(server.handshake(back)).isEqualTo(new HelloAnswer.Nothing());
    assertThat(server.view().state()).isEqualTo("FAILED(rolled-back, held)");
    assertThat(server.handshake(back.booted())).isEqualTo(new HelloAnswer.Nothing());
    server.workOff();
    assertThat(server.link.offers).hasSize(1);

    server.operators().retryDevice().retry(ServerFixture.ID, ServerFixture.ME);
    server.workOff();
    assertThat(server.link.offers).hasSize(2);
    assertThat(server.link.offers.get(1).commandId()).isGreaterThan(offer.commandId());
  }

  @Test
  void an_old_outcome_that_is_told_again_after_a_retry_holds_nothing() throws RefusedException {
    a_rolled_back_image_is_held_until_somebody_says_retry();
    Offer first = server.link.offers.get(0);
    HelloAnswer answer =
        server.handshake(one.booted().booted().booted().outcome(rolledBack(first)));
    assertThat(offered(answer).commandId()).isEqualTo(server.link.offers.get(1).commandId());
  }

  private UpdateOutcome rolledBack(Offer offer) {
    return new UpdateOutcome(
        offer.commandId(),
        UpdateOutcome.Result.ROLLED_BACK,
        Optional.of(RefusalReason.SELF_TEST),
        ServerFixture.image(2));
  }

  @Test
  void a_held_image_does_not_hold_another_target() throws RefusedException {
    server.release(2, true);
    server.workOff();
    server.failed(server.link.offers.get(0), RefusalReason.SELF_TEST);
    server.upload(3);
    server.release(3, true);
    server.workOff();
    assertThat(server.link.offers).hasSize(2);
  }

  @Test
  void what_arrived_broken_is_sent_once_more_and_then_held() {
    server.release(2, true);
    server.workOff();
    server.failed(server.link.offers.get(0), RefusalReason.IMAGE_DIGEST);
    server.workOff();
    assertThat(server.link.offers).hasSize(2);
    server.failed(server.link.offers.get(1), RefusalReason.IMAGE_DIGEST);
    server.workOff();
    assertThat(server.link.offers).hasSize(2);
    assertThat(server.view().state()).isEqualTo("FAILED(verify-failed, held)");
  }

  @Test
  void what_the_device_refused_is_not_repeated_until_something_about_it_changed() {
    server.link.replies.add(new DeviceLink.OfferReply.Refused(RefusalReason.BELOW_FLOOR));
    server.release(2, true);
    server.workOff();
    assertThat(server.view().state()).isEqualTo("FAILED(refused, held)");
    assertThat(server.handshake(one.booted())).isEqualTo(new HelloAnswer.Nothing());
    offered(server.handshake(one.booted().withSlot(1 << 21)));
  }

  @Test
  void a_full_disk_may_be_another_one_after_a_boot() {
    server.link.replies.add(new DeviceLink.OfferReply.Refused(RefusalReason.NO_SPACE));
    server.release(2, true);
    server.workOff();
    assertThat(wake()).isEqualTo(new HelloAnswer.Nothing());
    offered(server.handshake(one.booted()));
  }

  @Test
  void a_busy_device_is_asked_again_at_its_next_contact_under_a_new_command_id() {
    server.link.replies.add(new DeviceLink.OfferReply.Refused(RefusalReason.BUSY));
    server.release(2, true);
    server.workOff();
    Offer again = offered(wake());
    assertThat(again.commandId()).isGreaterThan(server.link.offers.get(0).commandId());
  }

  /** REL5, DEV1, DEV3. */
  @Test
  void a_device_with_updates_disabled_is_offered_as_soon_as_it_enables_them() {
    server.event("particle/device/updates/enabled", "false");
    server.release(2, true);
    server.workOff();
    assertThat(server.link.offers).isEmpty();
    assertThat(server.view().state()).startsWith("UPDATES_DISABLED");
    server.event("particle/device/updates/enabled", "true");
    server.workOff();
    assertThat(server.link.offers).hasSize(1);
  }

  /** DEV7. */
  @Test
  void flags_in_a_hello_count_at_once() {
    server.release(2, true);
    server.pass(Duration.ofMinutes(1));
    assertThat(server.hello(ServerFixture.shortOf(one.withFlags(new Flags(0)))))
        .isEqualTo(new HelloAnswer.Nothing());
    server.workOff();
    assertThat(server.link.offers).isEmpty();
  }

  /** DEV6. */
  @Test
  void forced_overrides_the_switch_of_the_device() {
    server.release(2, false);
    Flags forced = new Flags(Flags.UPDATES_FORCED);
    server.pass(Duration.ofMinutes(1));
    Offer offer = offered(server.hello(ServerFixture.shortOf(one.withFlags(forced))));
    assertThat(offer.forced()).isTrue();
  }

  /** REL6. */
  @Test
  void a_device_that_cannot_be_reached_is_offline_and_offered_when_it_is_back() {
    server.link.connected = false;
    server.release(2, true);
    server.workOff();
    assertThat(server.view().online()).isFalse();
    offered(server.handshake(one));
  }

  @Test
  void another_target_cancels_what_is_under_way() throws RefusedException {
    server.release(2, true);
    server.workOff();
    Offer offer = server.link.offers.get(0);
    server.status(offer, Status.Phase.STARTED);
    server.upload(3);
    server.lock(3, true);
    assertThat(server.status(offer, Status.Phase.VERIFYING)).isEqualTo(StatusVerdict.CANCEL);
    server.workOff();
    assertThat(server.link.cancels).extracting(c -> c.commandId()).contains(offer.commandId());
    assertThat(server.link.offers).hasSize(2);
    assertThat(server.status(offer, Status.Phase.REBOOTING)).isEqualTo(StatusVerdict.CANCEL);
  }

  @Test
  void a_status_of_an_unknown_offer_is_cancelled() {
    server.release(2, true);
    server.workOff();
    Offer offer = server.link.offers.get(0);
    Offer unknown =
        new Offer(
            offer.commandId() + 1,
            offer.manifest(),
            1,
            false,
            false,
            Optional.empty(),
            offer.components());
    assertThat(server.status(unknown, Status.Phase.STARTED)).isEqualTo(StatusVerdict.CANCEL);
  }

  /** TGT14. */
  @Test
  void a_lower_version_is_offered_as_a_downgrade_that_is_meant() {
    server.handshake(two);
    server.lock(1, true);
    server.workOff();
    assertThat(server.link.offers.get(0).downgrade()).isTrue();
  }

  /** TGT3: what was not released is taken back, whatever its number. */
  @Test
  void a_device_with_a_higher_version_goes_back_to_what_is_released() {
    server.release(1, true);
    HelloAnswer answer = server.handshake(two);
    assertThat(((HelloAnswer.Update) answer).offer().downgrade()).isTrue();
  }

  @Test
  void a_release_below_the_last_one_is_refused_unless_it_is_said_to_be_meant() {
    server.release(2, false);
    assertThatThrownBy(() -> server.release(1, false))
        .hasMessageContaining("version 2 is released, and 1 is lower");
  }

  @Test
  void an_update_that_was_offered_before_a_restart_goes_on_under_its_command_id() {
    server.release(2, true);
    server.workOff();
    Offer offer = server.link.offers.get(0);
    server.status(offer, Status.Phase.STARTED);
    server.restart();
    assertThat(server.view().state()).startsWith("STALLED");
    assertThat(offered(server.hello(ServerFixture.shortOf(one))).commandId())
        .isEqualTo(offer.commandId());
  }

  @Test
  void a_command_id_is_higher_even_after_the_store_was_lost() {
    server.release(2, true);
    server.workOff();
    assertThat(server.link.offers.get(0).commandId()).isEqualTo(server.now.getEpochSecond());
  }

  /** XFR5, XFR6: the smallest first, but one that has been begun stays first. */
  @Test
  void a_part_that_the_device_has_stays_first() throws RefusedException {
    byte[] compressible = new byte[10_000];
    server.upload(3, compressible);
    server.workOff();
    server.release(3, false);
    Offer offer = offered(wake());
    assertThat(offer.components().get(0).representations())
        .extracting(Representation::codingWire)
        .containsExactly(Coding.DEFLATE.wire(), Coding.IDENTITY.wire());

    FullHello.Vitals half =
        new FullHello.Vitals(
            Optional.empty(),
            Optional.empty(),
            List.of(new PartialBlob(Digest.of(compressible), 5_000)));
    FullHello hello = one.hello();
    Offer again =
        offered(server.hello(new FullHello(hello.digest(), hello.flags(), hello.facts(), half)));
    assertThat(again.components().get(0).representations())
        .extracting(Representation::codingWire)
        .containsExactly(Coding.IDENTITY.wire(), Coding.DEFLATE.wire());
  }

  /** XFR6: what a device cannot decode in its memory is not offered to it. */
  @ParameterizedTest
  @CsvSource({
    "0, 'IDENTITY'",
    "26623, 'IDENTITY'",
    "26624, 'LZMA IDENTITY'",
    "34816, 'DEFLATE LZMA IDENTITY'",
    "106255, 'DEFLATE LZMA IDENTITY'",
    "106256, 'ZSTD DEFLATE LZMA IDENTITY'"
  })
  void only_what_the_memory_suffices_for_is_offered_the_smallest_first(
      long memoryBytes, String offered) throws RefusedException {
    server.upload(3, new byte[10_000]);
    server.workOff();
    server.release(3, false);
    List<CodingCapability> codings =
        Arrays.stream(Coding.values())
            .map(coding -> new CodingCapability(coding.wire(), memoryBytes))
            .toList();
    wake();
    Offer offer = offered(server.hello(decoding(codings)));
    assertThat(offer.components().get(0).representations())
        .extracting(representation -> Coding.ofWire(representation.codingWire()).orElseThrow())
        .map(Coding::name)
        .containsExactly(offered.split(" "));
  }

  private FullHello decoding(List<CodingCapability> codings) {
    FullHello.Facts facts = one.hello().facts();
    return HelloCodec.full(
        one.hello().flags(),
        new FullHello.Facts(
            facts.protocol(),
            facts.product(),
            facts.platform(),
            facts.modules(),
            facts.bootCount(),
            facts.bootReason(),
            facts.outcome(),
            facts.floors(),
            codings,
            facts.slots(),
            facts.blockSize(),
            facts.window(),
            facts.root()),
        FullHello.Vitals.NONE);
  }

  /** An encoding that is made while a device fetches another one is no reason to begin anew. */
  @Test
  void an_encoding_that_comes_later_does_not_push_the_begun_one_aside() throws RefusedException {
    byte[] compressible = new byte[10_000];
    server.upload(3, compressible);
    server.release(3, false);
    while (!server.work.isEmpty()) {
      server.work.remove().run();
    }
    assertThat(offered(wake()).components().get(0).representations()).hasSize(1);
    server.workOff();
    FullHello.Vitals begun =
        new FullHello.Vitals(
            Optional.empty(),
            Optional.empty(),
            List.of(new PartialBlob(Digest.of(compressible), 5_000)));
    FullHello hello = one.hello();
    Offer again =
        offered(server.hello(new FullHello(hello.digest(), hello.flags(), hello.facts(), begun)));
    assertThat(again.components().get(0).representations())
        .extracting(Representation::codingWire)
        .containsExactly(Coding.IDENTITY.wire(), Coding.DEFLATE.wire());
  }
}
