package io.firmament.device.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.codec.CommandCodec;
import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.codec.HelloCodec;
import io.firmament.protocol.codec.ReportCodec;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.Control;
import io.firmament.protocol.message.Controls;
import io.firmament.protocol.message.EndSession;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.Goodbye;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.Paths;
import io.firmament.protocol.message.Reset;
import io.firmament.protocol.message.Status;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who decides when an update may start and when it is applied: DEV1 to DEV14 and DEV16. */
final class AvailabilityTest {
  private static final int ALL = Integer.MAX_VALUE;

  private MachineRig rig;

  @BeforeEach
  void begin() throws Exception {
    rig = new MachineRig();
  }

  // ---- DEV1, DEV2, DEV7: the switch

  @Test
  void dev1_a_disabled_device_starts_neither_a_pushed_update_nor_one_in_an_answer()
      throws Exception {
    rig.connect();
    rig.tell(new UpdateEvent.SwitchUpdates(false));
    assertThat(rig.push(rig.offer(1, 2, false))).isEqualTo(CoapCode.CONFLICT);
    rig.pass(DeviceProfile.HELLO_INTERVAL);
    rig.answerHello(new HelloAnswer.Update(rig.offer(2, 3, false)));
    assertThat(rig.waits(Paths.MANIFEST)).isFalse();
  }

  @Test
  void dev1_an_update_that_has_started_goes_on_to_its_end() throws Exception {
    rig.begin(1, 2);
    rig.tell(new UpdateEvent.SwitchUpdates(false));
    rig.serve(MachineRig.image(2), ALL);
    rig.pass(Duration.ofMillis(1));
    assertThat(rig.store.staged()).isPresent();
  }

  @Test
  void dev2_updates_are_enabled_and_not_forced_after_every_boot() {
    rig.tell(new UpdateEvent.SwitchUpdates(false));
    rig.connect();
    force(true);
    assertThat(rig.flags().updatesEnabled()).isFalse();
    assertThat(rig.flags().updatesForced()).isTrue();
    rig.boot(BootReason.RESET);
    assertThat(rig.flags().updatesEnabled()).isTrue();
    assertThat(rig.flags().updatesForced()).isFalse();
  }

  @Test
  void dev7_what_was_taken_before_a_boot_does_not_go_on_where_updates_are_disabled_since()
      throws Exception {
    rig.begin(1, 2);
    rig.serve(MachineRig.image(2), 17);
    rig.boot(BootReason.POWER);
    rig.tell(new UpdateEvent.SwitchUpdates(false));
    rig.tell(new UpdateEvent.Connect());
    rig.answerHello(new HelloAnswer.Update(rig.offer(1, 2, false)));
    assertThat(rig.push(rig.offer(1, 2, false))).isEqualTo(CoapCode.CONFLICT);
    rig.pass(Duration.ofSeconds(5));
    assertThat(rig.waits(Paths.BLOB)).isFalse();

    rig.tell(new UpdateEvent.SwitchUpdates(true));
    assertThat(rig.push(rig.offer(1, 2, false))).isEqualTo(CoapCode.CHANGED);
    assertThat(rig.take(Paths.BLOB).request().block().orElseThrow()).isGreaterThanOrEqualTo(16);
  }

  @Test
  void dev7_the_first_hello_of_a_device_that_disabled_updates_before_says_so() throws Exception {
    rig.tell(new UpdateEvent.SwitchUpdates(false));
    rig.tell(new UpdateEvent.Connect());
    assertThat(rig.takeHello().flags().updatesEnabled()).isFalse();
  }

  // ---- DEV3: what is told

  @Test
  void dev3_a_switch_that_is_back_before_anybody_heard_costs_nothing() {
    rig.tell(new UpdateEvent.SwitchUpdates(false));
    rig.tell(new UpdateEvent.SwitchUpdates(true));
    rig.connect();
    assertThat(rig.waits(Paths.EVENT)).isFalse();
  }

  @Test
  void dev3_a_switch_that_moves_while_its_word_is_under_way_is_told_again() throws Exception {
    rig.connect();
    rig.tell(new UpdateEvent.SwitchUpdates(false));
    UpdateAction.Send first = rig.take(Paths.EVENT);
    rig.tell(new UpdateEvent.SwitchUpdates(true));
    rig.tell(new UpdateEvent.SwitchUpdates(false));
    rig.tell(new UpdateEvent.SwitchUpdates(true));
    rig.answer(first, CoapCode.CHANGED, new byte[0]);
    UpdateAction.Send second = rig.take(Paths.EVENT);
    assertThat(ReportCodec.decodeEvent(second.request().payload()).data()).isEqualTo("true");
    rig.answer(second, CoapCode.CHANGED, new byte[0]);
    assertThat(rig.waits(Paths.EVENT)).isFalse();
  }

  // ---- DEV4, DEV5: what can be read

  @Test
  void dev5_an_update_is_pending_from_when_it_is_blocked_until_it_runs() throws Exception {
    rig.connect();
    rig.tell(new UpdateEvent.SwitchUpdates(false));
    rig.push(rig.offer(1, 2, false));
    assertThat(rig.notices).contains(new Notice.UpdatePending(true));
    assertThat(rig.flags().updatePending()).isTrue();
    rig.tell(new UpdateEvent.SwitchUpdates(true));
    answerEvents();
    rig.push(rig.offer(1, 2, false));
    rig.answerBlock(rig.take(Paths.MANIFEST), rig.manifest(2));
    takeStatusNamed(Status.Phase.STARTED);
    assertThat(rig.flags().updatePending()).as("while it is fetched").isTrue();
    rig.serve(MachineRig.image(2), ALL);
    rig.pass(InstallMachine.FAREWELL);
    rig.boot(BootReason.UPDATE);
    assertThat(rig.flags().updatePending()).as("once it runs").isFalse();
  }

  @Test
  void dev5_the_cloud_says_that_one_waits_and_that_none_does_any_more() {
    rig.connect();
    ask(LinkRequest.Method.PUT, Paths.PENDING, CommandCodec.encodeSwitch(true));
    ask(LinkRequest.Method.PUT, Paths.PENDING, CommandCodec.encodeSwitch(true));
    ask(LinkRequest.Method.PUT, Paths.PENDING, CommandCodec.encodeSwitch(false));
    assertThat(rig.notices)
        .filteredOn(Notice.UpdatePending.class::isInstance)
        .containsExactly(new Notice.UpdatePending(true), new Notice.UpdatePending(false));
  }

  // ---- DEV6: force

  @Test
  void dev6_force_is_repeated_as_an_event_and_lets_an_update_start_until_it_is_taken_back()
      throws Exception {
    rig.tell(new UpdateEvent.SwitchUpdates(false));
    rig.connect();
    answerEvents();
    force(true);
    UpdateAction.Send echo = rig.take(Paths.EVENT);
    assertThat(echo.request().path())
        .containsExactly("e", "particle", "device", "updates", "forced");
    assertThat(ReportCodec.decodeEvent(echo.request().payload()).data()).isEqualTo("true");
    rig.answer(echo, CoapCode.CHANGED, new byte[0]);
    force(false);
    assertThat(rig.push(rig.offer(1, 2, false))).isEqualTo(CoapCode.CONFLICT);
    force(true);
    assertThat(rig.push(rig.offer(1, 2, false))).isEqualTo(CoapCode.CHANGED);
    assertThat(rig.flags().updatesEnabled()).as("the switch itself stays").isFalse();
  }

  // ---- DEV8: the application goes on

  @Test
  void dev8_the_application_is_heard_in_the_middle_of_a_download() throws Exception {
    rig.begin(1, 2);
    rig.serve(MachineRig.image(2), 5);
    rig.tell(new UpdateEvent.Publish("door", "open"));
    rig.serve(MachineRig.image(2), 3);
    UpdateAction.Send event = rig.take(Paths.EVENT);
    assertThat(event.request().path()).containsExactly("e", "door");
    rig.answer(event, CoapCode.CHANGED, new byte[0]);
    rig.serve(MachineRig.image(2), ALL);
    rig.pass(Duration.ofMillis(1));
    assertThat(rig.store.staged()).isPresent();
  }

  // ---- DEV9 to DEV11: the reset

  @Test
  void dev9_a_reset_that_is_disabled_at_the_last_moment_does_not_happen() throws Exception {
    rig.begin(1, 2);
    rig.serve(MachineRig.image(2), ALL);
    rig.pass(Duration.ofMillis(1));
    rig.tell(new UpdateEvent.SwitchReset(false));
    takeStatusNamed(Status.Phase.REBOOTING);
    rig.pass(InstallMachine.FAREWELL);
    assertThat(rig.did(UpdateAction.Restart.class)).isEmpty();
    assertThat(rig.notices).contains(new Notice.ResetPending());
    assertThat(rig.flags().resetPending()).isTrue();
  }

  @Test
  void dev9_the_cloud_hears_since_when_a_complete_update_waits() throws Exception {
    deferred();
    UpdateAction.Send lost = rig.take(Paths.STATUS);
    rig.tell(new UpdateEvent.Unanswered(lost.exchange(), "lost"));
    rig.pass(Duration.ofMinutes(20));
    rig.takeSent();
    while (!rig.waits(Paths.HELLO)) {
      rig.pass(Duration.ofSeconds(1));
    }
    rig.answerHello(new HelloAnswer.Nothing());
    Status status = rig.takeStatus();
    assertThat(status.phase()).isEqualTo(Status.Phase.READY_TO_APPLY);
    assertThat(status.since()).isBetween(20L * 60, 40L * 60);
  }

  @Test
  void dev9_a_deferred_reset_is_told_as_an_event() throws Exception {
    deferred();
    takeStatusNamed(Status.Phase.READY_TO_APPLY);
    UpdateAction.Send event = rig.take(Paths.EVENT);
    assertThat(event.request().path())
        .containsExactly("e", "particle", "device", "reset", "pending");
  }

  @Test
  void dev9_a_command_applies_what_waits_although_resets_are_disabled() throws Exception {
    deferred();
    takeStatusNamed(Status.Phase.READY_TO_APPLY);
    ask(LinkRequest.Method.POST, Paths.RESET, CommandCodec.encode(new Reset(9, Reset.Kind.APPLY)));
    rig.pass(InstallMachine.FAREWELL);
    assertThat(rig.did(UpdateAction.Restart.class))
        .containsExactly(new UpdateAction.Restart(BootReason.UPDATE));
  }

  @ParameterizedTest
  @EnumSource(
      value = BootReason.class,
      names = {"POWER", "RESET", "WATCHDOG", "CRASH"})
  void dev10_any_other_reset_applies_a_completed_deferred_update(BootReason cause)
      throws Exception {
    deferred();
    rig.boot(cause);
    assertThat(rig.store.booted().trial()).isTrue();
    assertThat(rig.store.booted().running().orElseThrow().facts().version().number()).isEqualTo(2);
  }

  @Test
  void dev11_an_update_is_told_from_its_begin_to_its_end_and_the_reset_before_it_happens()
      throws Exception {
    rig.begin(1, 2);
    rig.serve(MachineRig.image(2), ALL);
    rig.pass(Duration.ofMillis(1));
    takeStatusNamed(Status.Phase.REBOOTING);
    List<Class<?>> told = rig.notices.stream().<Class<?>>map(Object::getClass).distinct().toList();
    assertThat(told)
        .containsSubsequence(
            Notice.Began.class,
            Notice.Progress.class,
            Notice.Complete.class,
            Notice.Resetting.class);
  }

  @Test
  void dev11_an_update_that_fails_is_told() throws Exception {
    rig.begin(1, 2);
    rig.answer(rig.take(Paths.BLOB), CoapCode.NOT_FOUND, new byte[0]);
    assertThat(rig.notices).last().isInstanceOf(Notice.Failed.class);
  }

  @Test
  void dev3_a_switch_that_moves_while_a_hello_is_under_way_is_in_another_hello() throws Exception {
    rig.connect();
    rig.pass(DeviceProfile.HELLO_INTERVAL);
    rig.tell(new UpdateEvent.SwitchUpdates(false));
    rig.answer(rig.take(Paths.EVENT), CoapCode.CHANGED, new byte[0]);

    rig.answerHello(new HelloAnswer.Nothing());

    assertThat(rig.takeHello().flags().updatesEnabled()).isFalse();
  }

  // ---- DEV12 to DEV14: coming and going

  @Test
  void dev12_a_device_that_wakes_is_done_after_one_round_trip() throws Exception {
    rig.connect();
    rig.tell(new UpdateEvent.Leave(Duration.ofMinutes(5), true));
    rig.answer(rig.take(Paths.GOODBYE), CoapCode.CHANGED, new byte[0]);
    rig.pass(Duration.ofMinutes(5));
    rig.tell(new UpdateEvent.Connect());
    UpdateAction.Send hello = rig.take(Paths.HELLO);
    assertThat(rig.settled()).isFalse();
    rig.answer(hello, CoapCode.CHANGED, new byte[0]);
    assertThat(rig.settled()).isTrue();
    assertThat(rig.takeSent()).as("nothing else").isEmpty();
  }

  @Test
  void dev12_an_update_in_the_answer_to_a_wake_is_begun_at_once() throws Exception {
    rig.tell(new UpdateEvent.Connect());
    rig.answerHello(new HelloAnswer.Update(rig.offer(1, 2, false)));
    assertThat(rig.waits(Paths.MANIFEST)).isTrue();
  }

  @Test
  void dev12_a_device_that_sleeps_between_contacts_says_so() throws Exception {
    rig.sleepy();
    rig.boot(BootReason.POWER);
    rig.tell(new UpdateEvent.Connect());
    assertThat(rig.takeHello().flags().sleepy()).isTrue();
  }

  @Test
  void dev13_a_session_that_the_device_ends_is_told_and_followed_by_a_full_handshake() {
    rig.connect();
    rig.tell(new UpdateEvent.EndSession());
    UpdateAction.Send event = rig.take(Paths.EVENT);
    assertThat(event.request().path()).containsExactly("e", "spark", "device", "session", "end");
    rig.answer(event, CoapCode.CHANGED, new byte[0]);
    assertThat(rig.did(UpdateAction.DropSession.class)).hasSize(1);
    assertThat(rig.take(Paths.HELLO).request().handshake()).isEqualTo(LinkRequest.Handshake.FULL);
  }

  @Test
  void dev13_a_session_that_the_cloud_ends_is_followed_by_a_full_handshake() {
    rig.connect();
    ask(LinkRequest.Method.POST, Paths.END_SESSION, CommandCodec.encode(new EndSession(3)));
    rig.pass(DepartureMachine.LINGER);
    assertThat(rig.take(Paths.HELLO).request().handshake()).isEqualTo(LinkRequest.Handshake.FULL);
  }

  @Test
  void dev14_a_goodbye_says_for_how_long() throws Exception {
    rig.connect();
    rig.tell(new UpdateEvent.Leave(Duration.ofMinutes(5), true));
    Goodbye goodbye = ReportCodec.decodeGoodbye(rig.take(Paths.GOODBYE).request().payload());
    assertThat(goodbye.why()).isEqualTo(Goodbye.Why.SLEEP);
    assertThat(goodbye.sleepSeconds()).isEqualTo(300);
  }

  @Test
  void dev14_a_goodbye_that_was_heard_and_taken_back_is_followed_by_a_hello() {
    rig.connect();
    rig.tell(new UpdateEvent.Leave(Duration.ofMinutes(5), true));
    UpdateAction.Send goodbye = rig.take(Paths.GOODBYE);
    rig.tell(new UpdateEvent.Connect());
    assertThat(rig.waits(Paths.HELLO)).isFalse();

    rig.answer(goodbye, CoapCode.CHANGED, new byte[0]);

    rig.answerHello(new HelloAnswer.Nothing());
    assertThat(rig.takeSent()).as("nothing else").isEmpty();
  }

  @Test
  void dev14_a_goodbye_taken_back_during_a_hello_is_followed_by_another_one() {
    rig.connect();
    rig.pass(DeviceProfile.HELLO_INTERVAL);
    rig.tell(new UpdateEvent.Leave(Duration.ofMinutes(5), true));
    rig.tell(new UpdateEvent.Connect());
    rig.answer(rig.take(Paths.GOODBYE), CoapCode.CHANGED, new byte[0]);

    rig.answerHello(new HelloAnswer.Nothing());

    rig.answerHello(new HelloAnswer.Nothing());
    assertThat(rig.takeSent()).as("nothing else").isEmpty();
  }

  @Test
  void dev14_a_goodbye_that_nobody_heard_and_that_was_taken_back_is_not_said_again() {
    rig.connect();
    rig.tell(new UpdateEvent.Leave(Duration.ofMinutes(5), true));
    UpdateAction.Send goodbye = rig.take(Paths.GOODBYE);
    rig.tell(new UpdateEvent.Connect());

    rig.tell(new UpdateEvent.Unanswered(goodbye.exchange(), "silence"));
    rig.answerHello(new HelloAnswer.Nothing());

    assertThat(rig.waits(Paths.GOODBYE)).isFalse();
    assertThat(rig.settled()).isTrue();
  }

  // ---- DEV16: what a device can be asked

  @Test
  void dev16_a_hello_says_the_protocol_and_what_the_device_lacks() throws Exception {
    rig.controls(Controls.without(List.of(Control.FORCE, Control.SAFE_MODE)));
    rig.boot(BootReason.POWER);
    rig.tell(new UpdateEvent.Connect());
    FullHello hello = (FullHello) rig.takeHello();
    assertThat(hello.facts().protocol()).isEqualTo(FullHello.PROTOCOL);
    assertThat(hello.facts().controls().has(Control.FORCE)).isFalse();
    assertThat(hello.facts().controls().has(Control.SAFE_MODE)).isFalse();
    assertThat(hello.facts().controls().has(Control.REBOOT)).isTrue();
  }

  @Test
  void dev16_a_device_that_lacks_nothing_says_so_with_no_octet() throws Exception {
    rig.tell(new UpdateEvent.Connect());
    FullHello full = (FullHello) rig.takeHello();
    FullHello lacking =
        HelloCodec.full(
            full.flags(),
            full.facts().with(Controls.without(List.of(Control.FORCE))),
            full.vitals());
    assertThat(HelloCodec.encode(lacking)).hasSize(HelloCodec.encode(full).length + 2);
  }

  @ParameterizedTest
  @EnumSource(Control.class)
  void dev16_a_control_that_the_device_lacks_is_not_there_and_does_nothing(Control control) {
    rig.controls(Controls.without(List.of(control)));
    rig.boot(BootReason.POWER);
    rig.connect();
    int code =
        switch (control) {
          case FORCE -> ask(LinkRequest.Method.PUT, Paths.FORCE, CommandCodec.encodeSwitch(true));
          case PENDING ->
              ask(LinkRequest.Method.PUT, Paths.PENDING, CommandCodec.encodeSwitch(true));
          case REBOOT -> ask(Reset.Kind.REBOOT);
          case SAFE_MODE -> ask(Reset.Kind.SAFE_MODE);
          case APPLY -> ask(Reset.Kind.APPLY);
          case END_SESSION ->
              ask(
                  LinkRequest.Method.POST,
                  Paths.END_SESSION,
                  CommandCodec.encode(new EndSession(3)));
        };
    assertThat(code).isEqualTo(CoapCode.NOT_FOUND);
    rig.pass(Duration.ofSeconds(5));
    assertThat(rig.did(UpdateAction.Restart.class)).isEmpty();
    assertThat(rig.did(UpdateAction.DropSession.class)).isEmpty();
    assertThat(rig.flags().updatesForced()).isFalse();
    assertThat(rig.flags().updatePending()).isFalse();
  }

  // ---- Steps

  private void force(boolean on) {
    ask(LinkRequest.Method.PUT, Paths.FORCE, CommandCodec.encodeSwitch(on));
  }

  private int ask(Reset.Kind kind) {
    return ask(LinkRequest.Method.POST, Paths.RESET, CommandCodec.encode(new Reset(3, kind)));
  }

  /** The code of the answer to what the cloud asks. */
  private int ask(LinkRequest.Method method, String path, byte[] payload) {
    int before = rig.did(UpdateAction.Reply.class).size();
    rig.tell(new UpdateEvent.Asked(before + 1, method, path, payload));
    List<UpdateAction.Reply> replies = rig.did(UpdateAction.Reply.class);
    assertThat(replies).as(path + Arrays.toString(payload)).hasSize(before + 1);
    return replies.get(before).code();
  }

  private void answerEvents() {
    while (rig.waits(Paths.EVENT)) {
      rig.answer(rig.take(Paths.EVENT), CoapCode.CHANGED, new byte[0]);
    }
  }

  /** Takes statuses and proceeds until this one. */
  private void takeStatusNamed(Status.Phase phase) throws DecodeException {
    Status status = rig.takeStatus();
    while (status.phase() != phase) {
      status = rig.takeStatus();
    }
  }

  /** A complete update whose reset is disabled; its status waits to be taken. */
  private void deferred() throws Exception {
    rig.begin(1, 2);
    rig.tell(new UpdateEvent.SwitchReset(false));
    rig.serve(MachineRig.image(2), ALL);
    rig.pass(Duration.ofMillis(1));
    assertThat(rig.flags().resetPending()).isTrue();
  }
}
