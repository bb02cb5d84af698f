package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.protocol.codec.HelloCodec;
import io.firmament.protocol.message.Control;
import io.firmament.protocol.message.Controls;
import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.Reset;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.trigger.Trigger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** DEV6, DEV16: forced updates, and what a device cannot be asked. */
class ForceTest {
  private final ServerFixture server = ServerFixture.ready();
  private final DeviceFixtures busy =
      DeviceFixtures.fresh()
          .running(1, ServerFixture.image(1))
          .withFlags(ServerFixture.flags(false));

  private void force(boolean on) {
    try {
      server.operators().forceUpdates().force(ServerFixture.ID, on, ServerFixture.ME);
      server.workOff();
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_device_that_is_here_is_told_and_its_echo_is_taken_for_its_word() throws Exception {
    server.handshake(busy);
    server.workOff();
    force(true);
    assertThat(server.link.forced).containsExactly(true);
    server.event("particle/device/updates/forced", "true");
    assertThat(server.view().session().orElseThrow().flags().updatesForced()).isTrue();
    force(true);
    assertThat(server.link.forced).as("it knows").hasSize(1);
    force(false);
    assertThat(server.link.forced).containsExactly(true, false);
  }

  @Test
  void a_device_that_was_away_is_told_when_it_is_back() {
    force(true);
    assertThat(server.link.forced).isEmpty();
    server.handshake(busy);
    server.workOff();
    assertThat(server.link.forced).containsExactly(true);
  }

  @Test
  void force_opens_the_devices_switch_and_no_other_gate() throws Exception {
    server.upload(2);
    server.workOff();
    server.handshake(busy);
    server.release(2, true);
    server.workOff();
    assertThat(server.link.offers).isEmpty();
    force(true);
    assertThat(server.link.offers).hasSize(1);
    assertThat(server.link.offers.get(0).forced()).isTrue();

    server.operators().denyDevice().deny(ServerFixture.ID, ServerFixture.ME);
    assertThat(server.view().state()).isEqualTo("DENIED");
  }

  @Test
  void an_offer_in_the_answer_to_a_hello_is_forced_too() throws Exception {
    server.upload(2);
    server.workOff();
    force(true);
    server.release(2, false);
    HelloAnswer answer = server.handshake(busy);
    assertThat(((HelloAnswer.Update) answer).offer().forced()).isTrue();
  }

  /** DEV16. */
  @Test
  void what_a_device_lacks_is_neither_asked_nor_promised() {
    FullHello full = busy.hello();
    FullHello.Facts lacking =
        full.facts()
            .with(
                Controls.without(
                    List.of(Control.FORCE, Control.REBOOT, Control.PENDING, Control.END_SESSION)));
    server
        .devices()
        .noteContact()
        .connected(ServerFixture.ID, Trigger.HANDSHAKE, "a", Optional.empty());
    server.hello(HelloCodec.full(new Flags(0), lacking, full.vitals()));
    OperatorVerbs verbs = server.operators();
    assertThatThrownBy(() -> verbs.forceUpdates().force(ServerFixture.ID, true, ServerFixture.ME))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("'force' is not available");
    assertThatThrownBy(() -> verbs.resetDevice().reset(ServerFixture.ID, Reset.Kind.REBOOT))
        .hasMessageContaining("'reboot' is not available");
    assertThatThrownBy(() -> verbs.endSession().end(ServerFixture.ID))
        .hasMessageContaining("'end-session' is not available");
    assertThat(server.link.forced).isEmpty();
    assertThat(server.link.resets).isEmpty();
    assertThat(server.link.ended).isEmpty();
  }
}
