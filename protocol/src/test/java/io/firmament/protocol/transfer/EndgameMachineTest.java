package io.firmament.protocol.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.transfer.Flight.Asked;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** XFR7: what is asked for twice at the end of a transfer that has lost much. */
class EndgameMachineTest {
  private final Flight flight = new Flight();
  private final BitSet present = new BitSet();
  private final EndgameMachine endgame = new EndgameMachine();

  @Test
  void newest_block_is_copied_first_and_no_block_twice() {
    asked(0, 3);
    asked(1, 4);
    asked(2, 5);
    assertThat(endgame.block(flight, present, 100)).hasValue(5);
    asked(3, 5);
    assertThat(endgame.block(flight, present, 100)).hasValue(4);
    asked(4, 4);
    asked(5, 3);
    assertThat(endgame.block(flight, present, 100)).isEmpty();
  }

  @Test
  void block_that_has_come_meanwhile_is_not_copied() {
    asked(0, 3);
    asked(1, 4);
    present.set(4);
    assertThat(endgame.block(flight, present, 100)).hasValue(3);
  }

  @Test
  void ten_losses_pay_for_a_copy() {
    asked(0, 3);
    asked(1, 4);
    assertThat(endgame.block(flight, present, 9)).isEmpty();
    assertThat(endgame.block(flight, present, 10)).hasValue(4);
    endgame.asked();
    assertThat(endgame.block(flight, present, 19)).isEmpty();
    assertThat(endgame.block(flight, present, 20)).isPresent();
  }

  private void asked(long number, int block) {
    flight.add(new Asked(number, block, number, 0, 0, number));
  }
}
