package io.firmament.device.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.codec.CommandCodec;
import io.firmament.protocol.codec.OfferCodec;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.Cancel;
import io.firmament.protocol.message.EndSession;
import io.firmament.protocol.message.Paths;
import io.firmament.protocol.message.Reset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A command is acted upon once, also by a device that loses its power between word and deed. */
final class RepeatedCommandTest {
  private MachineRig rig;
  private long requests;

  @BeforeEach
  void begin() throws Exception {
    rig = new MachineRig();
    rig.connect();
  }

  private void ask(LinkRequest.Method method, String path, byte[] payload) {
    rig.tell(new UpdateEvent.Asked(++requests, method, path, payload));
  }

  private void post(String path, byte[] payload) {
    ask(LinkRequest.Method.POST, path, payload);
  }

  private List<Integer> codes() {
    return rig.did(UpdateAction.Reply.class).stream().map(UpdateAction.Reply::code).toList();
  }

  @Test
  void an_offer_whose_answer_was_journaled_before_the_cut_is_begun_when_it_is_repeated()
      throws Exception {
    byte[] offer = OfferCodec.encode(rig.offer(7, 2, false));
    post(Paths.OFFER, offer);
    rig.boot(BootReason.POWER);
    rig.connect();
    post(Paths.OFFER, offer);

    assertThat(codes()).containsExactly(CoapCode.CHANGED);
    assertThat(rig.waits(Paths.MANIFEST)).isTrue();
    assertThat(rig.store.log).filteredOn("journal 7"::equals).hasSize(1);
  }

  @Test
  void a_reset_is_journaled_first_so_that_a_cut_before_it_makes_it_no_second_one() {
    byte[] reset = CommandCodec.encode(new Reset(7, Reset.Kind.REBOOT));
    post(Paths.RESET, reset);
    assertThat(rig.did(UpdateAction.Restart.class)).as("after the answer has left").isEmpty();
    assertThat(rig.store.log).contains("journal 7");
    restart();
    post(Paths.RESET, reset);
    rig.pass(DepartureMachine.LINGER.multipliedBy(2));

    assertThat(codes()).containsExactly(CoapCode.CHANGED);
    assertThat(rig.did(UpdateAction.Restart.class)).isEmpty();
  }

  @Test
  void a_session_is_ended_once() {
    byte[] end = CommandCodec.encode(new EndSession(7));
    post(Paths.END_SESSION, end);
    restart();
    post(Paths.END_SESSION, end);
    rig.pass(DepartureMachine.LINGER.multipliedBy(2));

    assertThat(codes()).containsExactly(CoapCode.CHANGED);
    assertThat(rig.did(UpdateAction.DropSession.class)).isEmpty();
  }

  @Test
  void a_command_below_the_last_one_is_ignored_over_boots_too() throws Exception {
    post(Paths.OFFER, OfferCodec.encode(rig.offer(7, 2, false)));
    restart();
    post(Paths.OFFER, OfferCodec.encode(rig.offer(6, 3, false)));
    post(Paths.RESET, CommandCodec.encode(new Reset(5, Reset.Kind.REBOOT)));

    assertThat(codes()).isEmpty();
    assertThat(rig.did(UpdateAction.Ignore.class)).hasSize(2);
  }

  @Test
  void a_command_that_cannot_be_journaled_is_not_acted_upon() {
    rig.store.breakDown();
    post(Paths.RESET, CommandCodec.encode(new Reset(7, Reset.Kind.REBOOT)));
    rig.pass(DepartureMachine.LINGER.multipliedBy(2));

    assertThat(codes()).containsExactly(CoapCode.SERVER_ERROR);
    assertThat(rig.did(UpdateAction.Restart.class)).isEmpty();
  }

  @Test
  void a_cancel_of_what_is_not_under_way_is_answered_and_changes_nothing() throws Exception {
    post(Paths.OFFER, OfferCodec.encode(rig.offer(7, 2, false)));
    rig.answerBlock(rig.take(Paths.MANIFEST), rig.manifest(2));
    ask(LinkRequest.Method.DELETE, Paths.OFFER, CommandCodec.encode(new Cancel(6)));
    ask(LinkRequest.Method.DELETE, Paths.OFFER, CommandCodec.encode(new Cancel(8)));

    assertThat(codes()).containsOnly(CoapCode.CHANGED);
    assertThat(rig.waits(Paths.BLOB)).isTrue();
  }

  private void restart() {
    rig.boot(BootReason.POWER);
    rig.connect();
  }
}
