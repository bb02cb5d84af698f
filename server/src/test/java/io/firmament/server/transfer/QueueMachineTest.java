package io.firmament.server.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A line, against one that is kept in a list and counted through. */
class QueueMachineTest {
  private static final ProductId PRODUCT = new ProductId(1);

  private static DeviceId device(int number) {
    return new DeviceId(String.format(Locale.ROOT, "%024x", number));
  }

  @Test
  void every_place_is_that_of_a_list_in_every_history() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      QueueMachine queue = new QueueMachine();
      List<DeviceId> line = new ArrayList<>();
      for (int step = 0; step < 1_000; step++) {
        DeviceId device = device(random.nextInt(150));
        if (random.nextInt(3) > 0) {
          assertThat(queue.add(device, PRODUCT)).isEqualTo(!line.contains(device));
          if (!line.contains(device)) {
            line.add(device);
          }
        } else {
          assertThat(queue.remove(device).isPresent()).isEqualTo(line.remove(device));
        }
        DeviceId asked = device(random.nextInt(150));
        int place = line.indexOf(asked) + 1;
        assertThat(queue.place(asked).orElse(0L)).isEqualTo(place);
        assertThat(queue.size()).isEqualTo(line.size());
      }
      assertThat(queue.inOrder()).toIterable().containsExactlyElementsOf(line);
    }
  }

  @Test
  void a_hundred_thousand_come_ask_and_leave_in_few_steps_each() {
    QueueMachine queue = new QueueMachine();
    int many = 100_000;
    for (int number = 1; number <= many; number++) {
      queue.add(device(number), PRODUCT);
    }
    for (int number = 1; number <= many; number++) {
      assertThat(queue.place(device(many))).contains(many - number + 1L);
      queue.remove(device(number));
    }
    assertThat(queue.size()).isZero();
    assertThat(queue.steps()).isLessThan(100L * many);
  }
}
