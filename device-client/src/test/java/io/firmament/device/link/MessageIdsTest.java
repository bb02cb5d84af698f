package io.firmament.device.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class MessageIdsTest {
  private static final int ALL = 65_536;

  private final MessageIds ids = new MessageIds(new SecureRandom());

  @Test
  void ids_follow_each_other_and_begin_again_behind_the_last() {
    int first = ids.take();
    for (int i = 1; i <= ALL; i++) {
      ids.giveBack((first + i - 1) % ALL);
      assertThat(ids.take()).isEqualTo((first + i) % ALL);
    }
  }

  @Test
  void id_under_way_is_passed_over() {
    int first = ids.take();
    int second = ids.take();
    ids.giveBack(second);
    for (int i = 2; i < ALL; i++) {
      ids.giveBack(ids.take());
    }
    assertThat(ids.take()).as("behind %d, which is under way", first).isEqualTo(second);
  }

  @Test
  void ids_can_all_be_under_way() {
    int first = ids.take();
    for (int i = 1; i < ALL; i++) {
      ids.take();
    }
    assertThatIllegalStateException().isThrownBy(ids::take).withMessageContaining("65536");
    ids.giveBack(first);
    assertThat(ids.take()).isEqualTo(first);
  }
}
