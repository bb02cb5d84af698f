package io.firmament.device.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.codec.HelloCodec;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.LargeHello;
import io.firmament.protocol.message.Paths;
import io.firmament.protocol.message.ShortHello;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device with so many modules that its full hello does not fit one block. */
class LargeHelloTest {
  private static final int MODULES = 31;
  private static final int FEW = 14;

  /** Above it, the text's own header grows. */
  private static final int LONGEST_BRIEF_NAME = 23;

  private MachineRig rig;

  @BeforeEach
  void many_modules() throws Exception {
    rig = new MachineRig();
    rig.assets(MODULES);
    rig.tell(new UpdateEvent.Connect());
  }

  private byte[] described(boolean continued) {
    rig.tell(
        new UpdateEvent.Asked(1, LinkRequest.Method.GET, Paths.DESCRIBE, new byte[0], continued));
    List<UpdateAction.Reply> replies = rig.did(UpdateAction.Reply.class);
    return replies.get(replies.size() - 1).payload();
  }

  @Test
  void what_does_not_fit_is_announced_and_told_when_asked_for() throws Exception {
    UpdateAction.Send said = rig.take(Paths.HELLO);
    assertThat(said.request().payload()).hasSize(15);
    LargeHello large = (LargeHello) HelloCodec.decode(said.request().payload());

    byte[] whole = described(false);
    FullHello full = (FullHello) HelloCodec.decode(whole);

    assertThat(whole.length).isBetween(LargeHello.FROM_OCTETS + 1, HelloCodec.MAX_OCTETS);
    assertThat(full.digest()).isEqualTo(large.digest());
    assertThat(full.facts().modules()).hasSize(MODULES + 1);
  }

  @Test
  void it_says_hello_in_short_once_it_was_told_to_wait() throws Exception {
    rig.answerHello(new HelloAnswer.Wait(10));
    rig.pass(Duration.ofSeconds(10));
    assertThat(rig.takeHello()).isInstanceOf(ShortHello.class);
  }

  @Test
  void send_full_is_answered_with_the_announcement() throws Exception {
    rig.answerHello(new HelloAnswer.SendFull());
    assertThat(rig.takeHello()).isInstanceOf(LargeHello.class);
  }

  /** The flags change between two blocks: the second half would not fit the first. */
  @Test
  void what_is_read_block_by_block_stays_the_same_meanwhile() {
    byte[] first = described(false);
    rig.tell(new UpdateEvent.SwitchUpdates(false));
    assertThat(described(true)).isEqualTo(first);
    assertThat(described(false)).isNotEqualTo(first);
  }

  @Test
  void one_octet_decides() throws Exception {
    int alone = octets(List.of());
    int each = octets(List.of(1)) - alone - 1;
    for (int name = 1; name <= LONGEST_BRIEF_NAME; name++) {
      int last = LargeHello.FROM_OCTETS - alone - FEW * (each + name) - each;
      if (last >= 1 && last < LONGEST_BRIEF_NAME) {
        List<Integer> fitting = new ArrayList<>(Collections.nCopies(FEW, name));
        fitting.add(last);
        assertThat(octets(fitting)).isEqualTo(LargeHello.FROM_OCTETS);
        assertThat(rig.takeHello()).isInstanceOf(FullHello.class);
        fitting.set(0, name + 1);
        assertThat(octets(fitting)).isEqualTo(LargeHello.FROM_OCTETS + 1);
        assertThat(rig.takeHello()).isInstanceOf(LargeHello.class);
        return;
      }
    }
    throw new AssertionError("no names lead to the limit");
  }

  /** Octets in the full hello of a device that has assets with names of these lengths. */
  private int octets(List<Integer> names) throws Exception {
    rig = new MachineRig();
    for (int i = 0; i < names.size(); i++) {
      rig.asset(Character.toString('a' + i).repeat(names.get(i)));
    }
    rig.tell(new UpdateEvent.Connect());
    return described(false).length;
  }
}
