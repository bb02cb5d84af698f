package io.firmament.device.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.codec.CommandCodec;
import io.firmament.protocol.codec.HelloCodec;
import io.firmament.protocol.codec.OfferCodec;
import io.firmament.protocol.codec.ReportCodec;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.Cancel;
import io.firmament.protocol.message.EndSession;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.ModuleState;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.Paths;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.Reset;
import io.firmament.protocol.message.ShortHello;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.message.StatusAnswer;
import io.firmament.protocol.message.StatusVerdict;
import io.firmament.protocol.message.UpdateOutcome.Result;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The machine's rules, one by one, with the test as clock and cloud. */
final class UpdateMachineTest {
  private static final int ALL = Integer.MAX_VALUE;

  private MachineRig rig;

  @BeforeEach
  void begin() throws Exception {
    rig = new MachineRig();
  }

  // ---- Hellos

  @Test
  void nothing_is_sent_before_the_application_connects() {
    rig.pass(Duration.ofHours(1));
    assertThat(rig.takeSent()).isEmpty();
  }

  @Test
  void the_hello_is_full_until_it_is_acknowledged_and_short_afterwards() throws Exception {
    rig.tell(new UpdateEvent.Connect());
    UpdateAction.Send first = rig.take(Paths.HELLO);
    assertThat(HelloCodec.decode(first.request().payload())).isInstanceOf(FullHello.class);
    rig.tell(new UpdateEvent.Unanswered(first.exchange(), "lost"));
    rig.pass(Duration.ofSeconds(3));
    assertThat(HelloCodec.decode(rig.take(Paths.HELLO).request().payload()))
        .isInstanceOf(FullHello.class);
  }

  @Test
  void an_acknowledged_device_says_hello_in_short_after_its_interval() throws Exception {
    rig.connect();
    rig.pass(DeviceProfile.HELLO_INTERVAL);
    assertThat(rig.takeHello()).isInstanceOf(ShortHello.class);
  }

  @Test
  void send_full_is_answered_with_a_full_hello_at_once() throws Exception {
    rig.connect();
    rig.pass(DeviceProfile.HELLO_INTERVAL);
    rig.answerHello(new HelloAnswer.SendFull());
    assertThat(rig.takeHello()).isInstanceOf(FullHello.class);
  }

  @Test
  void wait_brings_the_device_back_after_that_time() throws Exception {
    rig.tell(new UpdateEvent.Connect());
    rig.answerHello(new HelloAnswer.Wait(20));
    rig.pass(Duration.ofSeconds(19));
    assertThat(rig.waits(Paths.HELLO)).isFalse();
    rig.pass(Duration.ofSeconds(1));
    assertThat(rig.waits(Paths.HELLO)).isTrue();
  }

  @Test
  void describe_is_answered_with_the_full_hello() throws Exception {
    rig.connect();
    rig.tell(new UpdateEvent.Asked(3, LinkRequest.Method.GET, Paths.DESCRIBE, new byte[0]));
    UpdateAction.Reply reply = rig.did(UpdateAction.Reply.class).get(0);
    assertThat(reply.code()).isEqualTo(CoapCode.CONTENT);
    assertThat(HelloCodec.decode(reply.payload())).isInstanceOf(FullHello.class);
  }

  // ---- The silent cloud

  @Test
  void two_failed_resumptions_are_followed_by_a_full_handshake_and_pauses_double() {
    rig.tell(new UpdateEvent.Connect());
    List<LinkRequest.Handshake> handshakes = new java.util.ArrayList<>();
    for (int pause : new int[] {2, 4, 8}) {
      UpdateAction.Send hello = rig.take(Paths.HELLO);
      handshakes.add(hello.request().handshake());
      rig.tell(new UpdateEvent.Unanswered(hello.exchange(), "no handshake"));
      rig.pass(Duration.ofSeconds(pause).minusMillis(1));
      assertThat(rig.waits(Paths.HELLO)).isFalse();
      rig.pass(Duration.ofMillis(1));
    }
    handshakes.add(rig.take(Paths.HELLO).request().handshake());
    assertThat(handshakes)
        .containsExactly(
            LinkRequest.Handshake.IF_NEEDED,
            LinkRequest.Handshake.RESUME,
            LinkRequest.Handshake.FULL,
            LinkRequest.Handshake.FULL);
  }

  @Test
  void pauses_grow_to_fifteen_minutes_and_no_further() {
    rig.tell(new UpdateEvent.Connect());
    int seconds = 0;
    for (int i = 0; i < 20; i++) {
      rig.tell(new UpdateEvent.Unanswered(rig.take(Paths.HELLO).exchange(), "no handshake"));
      seconds = 0;
      while (!rig.waits(Paths.HELLO)) {
        rig.pass(Duration.ofSeconds(1));
        seconds++;
      }
    }
    assertThat(Duration.ofSeconds(seconds)).isEqualTo(BackoffMachine.LONGEST_PAUSE);
  }

  @Test
  void why_a_hello_was_not_answered_is_told() {
    rig.tell(new UpdateEvent.Connect());
    rig.tell(new UpdateEvent.Unanswered(rig.take(Paths.HELLO).exchange(), "no answer from here"));
    assertThat(rig.notices)
        .last()
        .isEqualTo(new Notice.Cloud(CloudStatus.CONNECTING, "no answer from here"));
  }

  @Test
  void an_association_that_the_cloud_ended_is_mended_within_a_second() {
    rig.connect();
    rig.pass(BackoffMachine.LASTING);
    rig.tell(new UpdateEvent.Closed("close_notify"));
    assertThat(rig.notices)
        .last()
        .isEqualTo(new Notice.Cloud(CloudStatus.CONNECTING, "close_notify"));
    assertThat(rig.waits(Paths.HELLO)).isFalse();
    rig.pass(Duration.ofSeconds(1));
    UpdateAction.Send hello = rig.take(Paths.HELLO);
    assertThat(hello.request().handshake()).isEqualTo(LinkRequest.Handshake.RESUME);
    rig.answer(hello, CoapCode.CHANGED, OfferCodec.encode(new HelloAnswer.Nothing()));
    assertThat(rig.notices).last().isEqualTo(new Notice.Cloud(CloudStatus.CONNECTED, ""));
  }

  @Test
  void a_hello_under_way_when_the_association_ends_is_said_again_and_only_once() {
    rig.connect();
    rig.pass(DeviceProfile.HELLO_INTERVAL);
    UpdateAction.Send lost = rig.take(Paths.HELLO);
    rig.tell(new UpdateEvent.Closed("close_notify"));
    assertThat(rig.did(UpdateAction.Forget.class))
        .extracting(UpdateAction.Forget::exchange)
        .containsExactly(lost.exchange());
    rig.pass(Duration.ofSeconds(1));
    assertThat(rig.takeSent()).hasSize(1);
  }

  @Test
  void a_cloud_that_ends_each_association_at_once_meets_the_device_less_and_less_often() {
    rig.connect();
    for (int pause : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900}) {
      rig.tell(new UpdateEvent.Closed("close_notify"));
      rig.pass(Duration.ofSeconds(pause).minusMillis(1));
      assertThat(rig.waits(Paths.HELLO)).as("before %s s", pause).isFalse();
      rig.pass(Duration.ofMillis(1));
      rig.answerHello(new HelloAnswer.Nothing());
    }
    rig.pass(BackoffMachine.LASTING);
    rig.tell(new UpdateEvent.Closed("close_notify"));
    rig.pass(Duration.ofSeconds(1));
    assertThat(rig.waits(Paths.HELLO)).as("after one that lasted").isTrue();
  }

  @Test
  void a_device_that_is_closed_and_then_refused_backs_off() {
    rig.connect();
    rig.tell(new UpdateEvent.Closed("close_notify"));
    rig.pass(Duration.ofSeconds(1));
    for (int pause : new int[] {2, 4, 8, 16}) {
      rig.tell(new UpdateEvent.Unanswered(rig.take(Paths.HELLO).exchange(), "refused"));
      rig.pass(Duration.ofSeconds(pause).minusMillis(1));
      assertThat(rig.waits(Paths.HELLO)).as("before %s s", pause).isFalse();
      rig.pass(Duration.ofMillis(1));
    }
    assertThat(rig.waits(Paths.HELLO)).isTrue();
  }

  @Test
  void an_association_that_ends_while_nobody_is_connected_changes_nothing() {
    rig.tell(new UpdateEvent.Closed("close_notify"));
    rig.tell(new UpdateEvent.Connect());
    rig.tell(new UpdateEvent.Closed("close_notify"));
    assertThat(rig.takeSent()).hasSize(1);
    assertThat(rig.did(UpdateAction.Forget.class)).isEmpty();
  }

  @Test
  void a_report_without_answer_leads_to_a_resumption_and_leaves_again_under_its_number()
      throws Exception {
    rig.connect();
    rig.tell(new UpdateEvent.Publish("door", "open"));
    byte[] first = rig.take(Paths.EVENT).request().payload();
    rig.pass(SilenceMachine.LONGEST.minusMillis(1));
    assertThat(rig.waits(Paths.HELLO)).isFalse();
    rig.pass(Duration.ofMillis(1));
    UpdateAction.Send hello = rig.take(Paths.HELLO);
    assertThat(hello.request().handshake()).isEqualTo(LinkRequest.Handshake.RESUME);
    assertThat(rig.waits(Paths.EVENT)).isFalse();
    rig.answer(hello, CoapCode.CHANGED, new byte[0]);
    assertThat(rig.take(Paths.EVENT).request().payload()).isEqualTo(first);
  }

  @Test
  void a_silent_transfer_resumes_the_session_after_ten_seconds_and_goes_on() throws Exception {
    rig.begin(1, 2);
    rig.serve(MachineRig.image(2), 5);
    rig.takeSent();
    rig.pass(Duration.ofMillis(9_990));
    assertThat(rig.waits(Paths.HELLO)).isFalse();
    rig.pass(Duration.ofSeconds(10));
    UpdateAction.Send hello = rig.take(Paths.HELLO);
    rig.takeSent();
    rig.answer(hello, CoapCode.CHANGED, new byte[0]);
    rig.serve(MachineRig.image(2), ALL);
    assertThat(rig.store.staged()).isEmpty();
    rig.pass(Duration.ofMillis(1));
    assertThat(rig.store.staged()).isPresent();
  }

  // ---- Offers

  @Test
  void an_offer_is_journaled_before_anything_is_asked_for() throws Exception {
    rig.connect();
    assertThat(rig.push(rig.offer(4, 2, false))).isEqualTo(CoapCode.CHANGED);
    assertThat(rig.store.log).contains("journal 4");
    assertThat(rig.waits(Paths.MANIFEST)).isTrue();
    assertThat(rig.waits(Paths.BLOB)).isFalse();
  }

  @Test
  void an_equal_command_gets_the_same_answer_and_a_lower_one_none() throws Exception {
    rig.begin(4, 2);
    rig.takeSent();
    assertThat(rig.push(rig.offer(4, 2, false))).isEqualTo(CoapCode.CHANGED);
    assertThat(rig.takeSent()).isEmpty();
    assertThat(rig.push(rig.offer(3, 3, false))).isZero();
    assertThat(rig.did(UpdateAction.Ignore.class)).hasSize(1);
    assertThat(rig.takeSent()).isEmpty();
  }

  @Test
  void a_device_whose_updates_are_disabled_is_busy_and_knows_what_waits() throws Exception {
    rig.connect();
    rig.tell(new UpdateEvent.SwitchUpdates(false));
    assertThat(rig.push(rig.offer(1, 2, false))).isEqualTo(CoapCode.CONFLICT);
    assertThat(refusal()).isEqualTo(RefusalReason.UPDATES_DISABLED);
    assertThat(rig.notices).contains(new Notice.UpdatePending(true));
    assertThat(rig.waits(Paths.MANIFEST)).isFalse();
    rig.tell(new UpdateEvent.SwitchUpdates(true));
    assertThat(rig.push(rig.offer(1, 2, false))).isEqualTo(CoapCode.CHANGED);
  }

  @Test
  void updates_disabled_before_connecting_leave_no_moment_in_which_one_can_start()
      throws Exception {
    rig.tell(new UpdateEvent.SwitchUpdates(false));
    rig.tell(new UpdateEvent.Connect());
    rig.answerHello(new HelloAnswer.Update(rig.offer(1, 2, false)));
    assertThat(rig.waits(Paths.MANIFEST)).isFalse();
  }

  @Test
  void force_overrides_the_switch_and_is_repeated_as_an_event() throws Exception {
    rig.connect();
    rig.tell(new UpdateEvent.SwitchUpdates(false));
    answerEvent();
    rig.tell(
        new UpdateEvent.Asked(
            1, LinkRequest.Method.PUT, Paths.FORCE, CommandCodec.encodeSwitch(true)));
    assertThat(rig.take(Paths.EVENT).request().path())
        .containsExactly("e", "particle", "device", "updates", "forced");
    assertThat(rig.push(rig.offer(1, 2, false))).isEqualTo(CoapCode.CHANGED);
  }

  @Test
  void of_several_changes_of_the_switch_only_the_newest_is_told() throws Exception {
    rig.tell(new UpdateEvent.SwitchUpdates(false));
    rig.tell(new UpdateEvent.SwitchUpdates(true));
    rig.tell(new UpdateEvent.SwitchUpdates(false));
    rig.connect();
    UpdateAction.Send event = rig.take(Paths.EVENT);
    assertThat(ReportCodec.decodeEvent(event.request().payload()).data()).isEqualTo("false");
    rig.answer(event, CoapCode.CHANGED, new byte[0]);
    assertThat(rig.waits(Paths.EVENT)).isFalse();
  }

  @Test
  void a_refused_manifest_is_reported_with_its_code_and_no_block_is_asked_for() throws Exception {
    rig.connect();
    rig.push(rig.offer(1, 2, false));
    rig.answerBlock(rig.take(Paths.MANIFEST), rig.manifest(3));
    Status status = rig.takeStatus();
    assertThat(status.phase()).isEqualTo(Status.Phase.FAILED);
    assertThat(status.reason()).contains(RefusalReason.WRONG_MANIFEST);
    assertThat(rig.waits(Paths.BLOB)).isFalse();
    assertThat(rig.store.kept()).isEmpty();
  }

  @Test
  void an_offer_without_a_known_coding_is_refused_for_good() throws Exception {
    rig.connect();
    Offer known = rig.offer(1, 2, false);
    io.firmament.protocol.message.Representation strange =
        new io.firmament.protocol.message.Representation(
            77, Optional.empty(), 10, known.manifest());
    Offer offer =
        new Offer(
            1,
            known.manifest(),
            known.manifestSize(),
            false,
            false,
            Optional.empty(),
            List.of(new Offer.OfferedComponent(0, List.of(strange))));
    assertThat(rig.push(offer)).isEqualTo(CoapCode.PRECONDITION_FAILED);
    assertThat(refusal()).isEqualTo(RefusalReason.CODING);
  }

  @Test
  void a_malformed_command_is_a_bad_request_that_says_why() {
    rig.connect();
    rig.tell(
        new UpdateEvent.Asked(1, LinkRequest.Method.POST, Paths.OFFER, new byte[] {(byte) 0xFF}));
    UpdateAction.Reply reply = rig.did(UpdateAction.Reply.class).get(0);
    assertThat(reply.code()).isEqualTo(CoapCode.BAD_REQUEST);
    assertThat(new String(reply.payload(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("offer");
  }

  // ---- The transfer

  @Test
  void progress_is_reported_at_most_every_twentieth() throws Exception {
    rig.begin(1, 2);
    rig.serve(MachineRig.image(2), ALL);
    assertThat(rig.notices)
        .filteredOn(Notice.Progress.class::isInstance)
        .hasSizeLessThanOrEqualTo(20)
        .last()
        .isEqualTo(new Notice.Progress(20, 20));
  }

  @Test
  void a_power_cut_costs_no_more_than_the_journals_interval() throws Exception {
    rig.begin(1, 2);
    rig.serve(MachineRig.image(2), 17);
    rig.boot(BootReason.POWER);
    rig.tell(new UpdateEvent.Connect());
    UpdateAction.Send hello = rig.take(Paths.HELLO);
    FullHello full = (FullHello) HelloCodec.decode(hello.request().payload());
    assertThat(full.vitals().have().get(0).bytes()).isEqualTo(16 * 1024);
    rig.answer(
        hello,
        CoapCode.CHANGED,
        io.firmament.protocol.codec.OfferCodec.encode(
            new HelloAnswer.Update(rig.offer(1, 2, false))));
    assertThat(rig.waits(Paths.MANIFEST)).isFalse();
    assertThat(rig.takeSent().stream().filter(send -> send.request().block().isPresent()))
        .hasSize(4)
        .allMatch(send -> send.request().block().getAsInt() >= 16);
  }

  @Test
  void on_a_slow_link_a_power_cut_costs_no_more_than_a_second() throws Exception {
    rig.begin(1, 2);
    for (int i = 0; i < 6; i++) {
      rig.pass(Duration.ofMillis(400));
      rig.serve(MachineRig.image(2), 1);
    }
    rig.boot(BootReason.POWER);
    assertThat(rig.store.kept().orElseThrow().receivedBytes()).isEqualTo(6 * 1024);
  }

  @Test
  void a_wrong_encoded_digest_is_fetched_once_more_from_zero_and_then_failed() throws Exception {
    byte[] wrong = MachineRig.image(3);
    rig.begin(1, 2);
    rig.serve(wrong, ALL);
    rig.pass(Duration.ofMillis(1));
    assertThat(rig.waits(Paths.BLOB)).isTrue();
    rig.serve(wrong, ALL);
    rig.pass(Duration.ofMillis(1));
    assertThat(rig.waits(Paths.BLOB)).isFalse();
    assertThat(rig.notices).last().isInstanceOf(Notice.Failed.class);
    assertThat(rig.store.lastOutcome().orElseThrow().reason())
        .contains(RefusalReason.ENCODED_DIGEST);
  }

  @Test
  void a_blob_that_is_not_there_ends_the_update() throws Exception {
    rig.begin(1, 2);
    rig.answer(rig.take(Paths.BLOB), CoapCode.NOT_FOUND, new byte[0]);
    assertThat(rig.takeStatus().reason()).contains(RefusalReason.NOT_FOUND);
  }

  @Test
  void a_cancelled_update_ends_and_keeps_what_it_has() throws Exception {
    rig.begin(1, 2);
    rig.serve(MachineRig.image(2), 5);
    rig.tell(
        new UpdateEvent.Asked(
            9, LinkRequest.Method.DELETE, Paths.OFFER, CommandCodec.encode(new Cancel(1))));
    rig.takeSent();
    rig.pass(Duration.ofSeconds(30));
    assertThat(rig.waits(Paths.BLOB)).isFalse();
    assertThat(rig.store.kept().orElseThrow().receivedBytes()).isEqualTo(5 * 1024);
  }

  @Test
  void a_held_update_waits_and_asks_again_after_a_minute() throws Exception {
    rig.connect();
    rig.push(rig.offer(1, 2, false));
    rig.answerBlock(rig.take(Paths.MANIFEST), rig.manifest(2));
    byte[] hold = ReportCodec.encode(new StatusAnswer(StatusVerdict.HOLD));
    rig.answer(rig.take(Paths.STATUS), CoapCode.CHANGED, hold);
    rig.takeSent();
    rig.pass(InstallMachine.HOLD);
    assertThat(rig.waits(Paths.BLOB)).isFalse();
    rig.takeStatus();
    assertThat(rig.waits(Paths.BLOB)).isTrue();
  }

  @Test
  void storage_that_fails_ends_the_update_and_the_device_runs_on() throws Exception {
    rig.begin(1, 2);
    rig.store.breakDown();
    rig.answerBlock(rig.take(Paths.BLOB), MachineRig.image(2));
    assertThat(rig.notices).anyMatch(Notice.StorageTrouble.class::isInstance);
    assertThat(rig.takeStatus().reason()).contains(RefusalReason.STORAGE);
    assertThat(rig.did(UpdateAction.Restart.class)).isEmpty();
  }

  // ---- The reset

  @Test
  void a_complete_update_says_goodbye_and_boots() throws Exception {
    fetched();
    assertThat(rig.takeStatus().phase()).isEqualTo(Status.Phase.REBOOTING);
    assertThat(rig.did(UpdateAction.Restart.class))
        .containsExactly(new UpdateAction.Restart(BootReason.UPDATE));
    assertThat(rig.store.log).endsWith("announce UPDATE");
  }

  @Test
  void a_cloud_that_does_not_answer_does_not_stop_the_boot() throws Exception {
    fetched();
    rig.pass(InstallMachine.FAREWELL);
    assertThat(rig.did(UpdateAction.Restart.class)).hasSize(1);
  }

  @Test
  void a_disabled_reset_is_deferred_and_enabling_it_applies_the_update() throws Exception {
    rig.begin(1, 2);
    rig.tell(new UpdateEvent.SwitchReset(false));
    rig.serve(MachineRig.image(2), ALL);
    rig.pass(Duration.ofMillis(1));
    assertThat(rig.takeStatus().phase()).isEqualTo(Status.Phase.READY_TO_APPLY);
    assertThat(rig.notices).contains(new Notice.ResetPending());
    rig.pass(Duration.ofHours(2));
    assertThat(rig.did(UpdateAction.Restart.class)).isEmpty();
    rig.tell(new UpdateEvent.SwitchReset(true));
    rig.pass(InstallMachine.FAREWELL);
    assertThat(rig.did(UpdateAction.Restart.class)).hasSize(1);
  }

  @Test
  void a_deferred_update_that_is_cancelled_is_tried_by_no_boot() throws Exception {
    rig.begin(1, 2);
    rig.tell(new UpdateEvent.SwitchReset(false));
    rig.serve(MachineRig.image(2), ALL);
    rig.pass(Duration.ofMillis(1));
    rig.takeStatus();
    rig.tell(
        new UpdateEvent.Asked(
            9, LinkRequest.Method.DELETE, Paths.OFFER, CommandCodec.encode(new Cancel(1))));
    assertThat(rig.store.staged()).isEmpty();
    assertThat(rig.store.lastOutcome().orElseThrow().reason()).contains(RefusalReason.CANCELLED);
    rig.tell(new UpdateEvent.SwitchReset(true));
    rig.pass(InstallMachine.FAREWELL);
    assertThat(rig.did(UpdateAction.Restart.class)).isEmpty();
  }

  @Test
  void a_cloud_that_cancels_at_the_last_moment_stops_the_boot() throws Exception {
    fetched();
    byte[] cancel = ReportCodec.encode(new StatusAnswer(StatusVerdict.CANCEL));
    rig.answer(rig.take(Paths.STATUS), CoapCode.CHANGED, cancel);
    rig.pass(InstallMachine.FAREWELL);
    assertThat(rig.did(UpdateAction.Restart.class)).isEmpty();
    assertThat(rig.store.staged()).isEmpty();
  }

  @Test
  void a_reset_by_the_application_applies_a_deferred_update() throws Exception {
    rig.begin(1, 2);
    rig.tell(new UpdateEvent.SwitchReset(false));
    rig.serve(MachineRig.image(2), ALL);
    rig.pass(Duration.ofMillis(1));
    rig.tell(new UpdateEvent.ResetNow());
    rig.pass(InstallMachine.FAREWELL);
    assertThat(rig.did(UpdateAction.Restart.class))
        .containsExactly(new UpdateAction.Restart(BootReason.UPDATE));
  }

  @Test
  void a_reset_by_command_is_answered_first_and_happens_once() {
    rig.connect();
    byte[] reset = CommandCodec.encode(new Reset(8, Reset.Kind.REBOOT));
    rig.tell(new UpdateEvent.Asked(1, LinkRequest.Method.POST, Paths.RESET, reset));
    assertThat(rig.did(UpdateAction.Reply.class)).hasSize(1);
    assertThat(rig.did(UpdateAction.Restart.class)).isEmpty();
    rig.pass(DepartureMachine.LINGER);
    assertThat(rig.did(UpdateAction.Restart.class)).hasSize(1);
    rig.boot(BootReason.UNKNOWN);
    rig.connect();
    rig.tell(new UpdateEvent.Asked(2, LinkRequest.Method.POST, Paths.RESET, reset));
    rig.pass(Duration.ofMinutes(1));
    assertThat(rig.did(UpdateAction.Reply.class)).hasSize(1);
    assertThat(rig.did(UpdateAction.Restart.class)).isEmpty();
  }

  @Test
  void end_session_is_answered_and_followed_by_a_full_handshake() {
    rig.connect();
    byte[] end = CommandCodec.encode(new EndSession(3));
    rig.tell(new UpdateEvent.Asked(1, LinkRequest.Method.POST, Paths.END_SESSION, end));
    assertThat(rig.did(UpdateAction.Reply.class)).hasSize(1);
    rig.pass(DepartureMachine.LINGER);
    assertThat(rig.did(UpdateAction.DropSession.class)).hasSize(1);
    assertThat(rig.take(Paths.HELLO).request().handshake()).isEqualTo(LinkRequest.Handshake.FULL);
  }

  // ---- The trial

  @Test
  void a_trial_is_confirmed_by_self_test_and_session_in_either_order() throws Exception {
    update();
    rig.tell(new UpdateEvent.SelfTested(true));
    assertThat(rig.store.log).doesNotContain("confirm");
    rig.tell(new UpdateEvent.Connect());
    assertThat(state(rig.takeHelloAnd(new HelloAnswer.Nothing()))).isEqualTo(ModuleState.TRIAL);
    assertThat(rig.store.log).contains("confirm");
    FullHello next = (FullHello) rig.takeHello();
    assertThat(state(next)).isEqualTo(ModuleState.CONFIRMED);
    assertThat(next.facts().outcome().orElseThrow().result()).isEqualTo(Result.UPDATED);
  }

  @Test
  void a_session_before_the_self_test_confirms_nothing_yet() throws Exception {
    update();
    rig.connect();
    assertThat(rig.store.log).doesNotContain("confirm");
    rig.tell(new UpdateEvent.SelfTested(true));
    assertThat(rig.store.log).contains("confirm");
  }

  @Test
  void nothing_is_begun_while_a_version_is_on_trial() throws Exception {
    update();
    rig.connect();
    assertThat(rig.push(rig.offer(2, 3, false))).isEqualTo(CoapCode.CONFLICT);
    assertThat(refusal()).isEqualTo(RefusalReason.BUSY);
    assertThat(rig.push(rig.offer(1, 2, false))).isEqualTo(CoapCode.CHANGED);
    assertThat(rig.did(UpdateAction.Restart.class)).isEmpty();
    assertThat(rig.waits(Paths.MANIFEST)).isFalse();
  }

  @Test
  void a_failed_self_test_goes_back_and_the_next_hello_says_so() throws Exception {
    update();
    rig.tell(new UpdateEvent.SelfTested(false));
    assertThat(rig.did(UpdateAction.Restart.class))
        .containsExactly(new UpdateAction.Restart(BootReason.ROLLBACK));
    rig.boot(BootReason.RESET);
    rig.tell(new UpdateEvent.Connect());
    FullHello hello = (FullHello) rig.takeHello();
    assertThat(hello.facts().outcome().orElseThrow().result()).isEqualTo(Result.ROLLED_BACK);
    assertThat(hello.facts().outcome().orElseThrow().reason()).contains(RefusalReason.SELF_TEST);
  }

  @Test
  void a_cloud_that_is_away_for_a_day_takes_the_version_back() throws Exception {
    update();
    rig.tell(new UpdateEvent.SelfTested(true));
    rig.pass(DeviceProfile.CONFIRM_WITHIN.minusSeconds(1));
    assertThat(rig.did(UpdateAction.Restart.class)).isEmpty();
    rig.pass(Duration.ofSeconds(1));
    assertThat(rig.store.lastOutcome().orElseThrow().reason())
        .contains(RefusalReason.NOT_CONFIRMED);
    assertThat(rig.did(UpdateAction.Restart.class)).hasSize(1);
  }

  @Test
  void a_rolled_back_command_that_is_offered_again_is_answered_with_its_failure() throws Exception {
    update();
    rig.tell(new UpdateEvent.SelfTested(false));
    rig.boot(BootReason.RESET);
    rig.tell(new UpdateEvent.Connect());
    rig.answerHello(new HelloAnswer.Update(rig.offer(1, 2, false)));
    assertThat(rig.waits(Paths.MANIFEST)).isFalse();
    assertThat(rig.takeStatus().reason()).contains(RefusalReason.SELF_TEST);
  }

  // ---- Leaving

  @Test
  void a_goodbye_that_nobody_hears_does_not_keep_the_device_awake() {
    rig.connect();
    rig.tell(new UpdateEvent.Leave(Duration.ofHours(1), true));
    assertThat(rig.waits(Paths.GOODBYE)).isTrue();
    rig.pass(DepartureMachine.FAREWELL);
    assertThat(rig.notices).last().isEqualTo(new Notice.Cloud(CloudStatus.DISCONNECTED, ""));
    rig.takeSent();
    rig.pass(Duration.ofHours(3));
    assertThat(rig.takeSent()).isEmpty();
  }

  @Test
  void a_device_that_is_not_let_in_asks_again_later_and_at_once_when_it_is_called() {
    rig.tell(new UpdateEvent.Connect());
    rig.answer(rig.take(Paths.HELLO), CoapCode.FORBIDDEN, new byte[0]);
    assertThat(rig.notices)
        .anyMatch(notice -> notice instanceof Notice.Cloud c && c.status() == CloudStatus.REFUSED);
    rig.pass(Duration.ofSeconds(10));
    assertThat(rig.waits(Paths.HELLO)).isFalse();
    rig.tell(new UpdateEvent.Asked(1, LinkRequest.Method.GET, Paths.DESCRIBE, new byte[0]));
    assertThat(rig.waits(Paths.HELLO)).isTrue();
  }

  private RefusalReason refusal() throws Exception {
    UpdateAction.Reply reply = rig.did(UpdateAction.Reply.class).get(0);
    return CommandCodec.decodeRefusal(reply.payload()).reason();
  }

  private static ModuleState state(FullHello hello) {
    return hello.facts().modules().get(0).state();
  }

  private void answerEvent() {
    rig.answer(rig.take(Paths.EVENT), CoapCode.CHANGED, new byte[0]);
  }

  private void fetched() throws Exception {
    rig.begin(1, 2);
    rig.serve(MachineRig.image(2), ALL);
    rig.pass(Duration.ofMillis(1));
  }

  /** Brings version 2 to its first boot. */
  private void update() throws Exception {
    fetched();
    rig.pass(InstallMachine.FAREWELL);
    rig.boot(BootReason.UPDATE);
  }
}
