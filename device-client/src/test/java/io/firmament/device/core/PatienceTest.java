package io.firmament.device.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.codec.ReportCodec;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.Paths;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cloud that has heard enough for now says so (RFC 8516), and is heeded. */
final class PatienceTest {
  /** What the rig's cloud says in Max-Age. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final byte[] NOTHING = new byte[0];

  private MachineRig rig;

  @BeforeEach
  void connect() throws Exception {
    rig = new MachineRig();
    rig.connect();
  }

  @Test
  void event_too_many_leaves_again_after_the_time_that_the_cloud_said_under_its_number() {
    publish("one");
    UpdateAction.Send first = rig.take(Paths.EVENT);
    rig.answer(first, CoapCode.TOO_MANY, NOTHING);

    rig.pass(PATIENCE.minusMillis(1));
    assertThat(rig.waits(Paths.EVENT)).isFalse();
    rig.pass(Duration.ofMillis(1));

    assertThat(rig.take(Paths.EVENT).request().payload()).isEqualTo(first.request().payload());
  }

  @Test
  void later_events_of_the_application_wait_with_it_and_keep_their_order() throws Exception {
    publish("one");
    rig.answer(rig.take(Paths.EVENT), CoapCode.TOO_MANY, NOTHING);
    publish("two");
    assertThat(rig.waits(Paths.EVENT)).isFalse();
    assertThat(rig.settled()).isFalse();

    rig.pass(PATIENCE);

    assertThat(takeEvent()).isEqualTo("one");
    assertThat(takeEvent()).isEqualTo("two");
    assertThat(rig.settled()).isTrue();
  }

  @Test
  void what_the_device_says_of_itself_does_not_wait_for_its_application() throws Exception {
    publish("one");
    rig.answer(rig.take(Paths.EVENT), CoapCode.TOO_MANY, NOTHING);

    rig.tell(new UpdateEvent.SwitchUpdates(false));

    assertThat(takeEvent()).isEqualTo("false");
    rig.pass(PATIENCE);
    assertThat(takeEvent()).isEqualTo("one");
  }

  @Test
  void busy_cloud_is_asked_again_later_instead_of_losing_the_event() throws Exception {
    publish("one");
    rig.answer(rig.take(Paths.EVENT), CoapCode.UNAVAILABLE, NOTHING);

    rig.pass(PATIENCE);

    assertThat(takeEvent()).isEqualTo("one");
  }

  @Test
  void dev3_a_switch_that_the_cloud_could_not_note_is_told_again_under_its_number() {
    rig.tell(new UpdateEvent.SwitchUpdates(false));
    UpdateAction.Send first = rig.take(Paths.EVENT);
    rig.answer(first, CoapCode.SERVER_ERROR, NOTHING);
    assertThat(rig.waits(Paths.EVENT)).isFalse();
    assertThat(rig.settled()).isFalse();

    rig.pass(Duration.ofSeconds(2));

    UpdateAction.Send second = rig.take(Paths.EVENT);
    assertThat(second.request().payload()).isEqualTo(first.request().payload());
    rig.answer(second, CoapCode.SERVER_ERROR, NOTHING);
    rig.pass(Duration.ofSeconds(4).minusMillis(1));
    assertThat(rig.waits(Paths.EVENT)).as("later each time").isFalse();
    rig.pass(Duration.ofMillis(1));
    rig.answer(rig.take(Paths.EVENT), CoapCode.CHANGED, NOTHING);
    assertThat(rig.settled()).isTrue();
  }

  @Test
  void report_that_the_cloud_can_never_take_does_not_hold_up_others_for_ever() throws Exception {
    publish("poison");
    publish("next");
    for (int i = 0; i < ReportMachine.MOST_TROUBLES; i++) {
      waitForEvent();
      rig.answer(rig.take(Paths.EVENT), CoapCode.SERVER_ERROR, NOTHING);
    }

    assertThat(takeEvent()).isEqualTo("next");
    assertThat(rig.waits(Paths.EVENT)).isFalse();
  }

  private void waitForEvent() {
    for (int second = 0; second < 1_000 && !rig.waits(Paths.EVENT); second++) {
      rig.pass(Duration.ofSeconds(1));
      if (rig.waits(Paths.HELLO)) {
        rig.answerHello(new HelloAnswer.Nothing());
      }
    }
  }

  @Test
  void goodbye_that_is_held_back_and_taken_back_is_not_said() {
    rig.tell(new UpdateEvent.Leave(Duration.ofMinutes(5), true));
    rig.answer(rig.take(Paths.GOODBYE), CoapCode.TOO_MANY, NOTHING);
    rig.tell(new UpdateEvent.Connect());

    rig.pass(PATIENCE);

    assertThat(rig.waits(Paths.GOODBYE)).isFalse();
  }

  @Test
  void goodbye_that_was_taken_back_on_its_way_and_refused_is_not_said_again() {
    rig.tell(new UpdateEvent.Leave(Duration.ofMinutes(5), true));
    UpdateAction.Send goodbye = rig.take(Paths.GOODBYE);
    rig.tell(new UpdateEvent.Connect());
    rig.answer(goodbye, CoapCode.TOO_MANY, NOTHING);

    rig.pass(PATIENCE);

    assertThat(rig.waits(Paths.GOODBYE)).isFalse();
  }

  @Test
  void patience_lasts_over_a_new_contact() {
    publish("one");
    rig.answer(rig.take(Paths.EVENT), CoapCode.TOO_MANY, NOTHING);
    rig.tell(new UpdateEvent.Closed("gone"));
    rig.pass(Duration.ofSeconds(2));
    rig.answerHello(new HelloAnswer.Nothing());
    assertThat(rig.waits(Paths.EVENT)).isFalse();

    rig.pass(PATIENCE);

    assertThat(rig.waits(Paths.EVENT)).isTrue();
  }

  @Test
  void of_too_many_reports_the_applications_oldest_goes_and_the_devices_word_stays()
      throws Exception {
    rig.tell(new UpdateEvent.Closed("gone"));
    rig.tell(new UpdateEvent.SwitchUpdates(false));
    for (int i = 0; i < ReportMachine.CAPACITY; i++) {
      publish("event " + i);
    }
    rig.pass(Duration.ofSeconds(2));
    rig.answerHello(new HelloAnswer.Nothing());

    assertThat(takeEvent()).isEqualTo("false");
    assertThat(takeEvent()).isEqualTo("event 1");
  }

  private void publish(String data) {
    rig.tell(new UpdateEvent.Publish("door", data));
  }

  /** The data of the event that waits, which is answered. */
  private String takeEvent() throws DecodeException {
    UpdateAction.Send send = rig.take(Paths.EVENT);
    rig.answer(send, CoapCode.CHANGED, NOTHING);
    return ReportCodec.decodeEvent(send.request().payload()).data();
  }
}
