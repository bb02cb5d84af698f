package io.firmament.server.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.TransferLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is sent something now, and who waits. */
class TurnsMachineTest {
  private static final ProductId ONE = new ProductId(1);
  private static final ProductId TWO = new ProductId(2);
  private final Map<ProductId, TransferLimits> limits = new HashMap<>();
  private Instant now = Instant.parse("2026-03-01T00:00:00Z");

  private TurnsMachine machine(int atOnce, int perMinute) {
    return new TurnsMachine(
        new TransferLimits(atOnce, perMinute),
        product -> limits.getOrDefault(product, TransferLimits.NONE));
  }

  private static DeviceId device(int number) {
    return new DeviceId(String.format(Locale.ROOT, "%024x", number));
  }

  private boolean take(TurnsMachine machine, int number) {
    return machine.take(device(number), ONE, false, now);
  }

  @Test
  void without_limits_everybody_has_a_turn() {
    TurnsMachine machine = machine(0, 0);
    for (int i = 0; i < 1000; i++) {
      assertThat(machine.place(device(i), ONE, now)).isEmpty();
      assertThat(take(machine, i)).isTrue();
    }
  }

  @Test
  void the_limit_is_reached_and_never_passed_and_who_waits_is_served_in_order() {
    TurnsMachine machine = machine(2, 0);
    assertThat(take(machine, 1)).isTrue();
    assertThat(take(machine, 2)).isTrue();
    assertThat(machine.place(device(3), ONE, now)).contains(1L);
    assertThat(take(machine, 3)).isFalse();
    assertThat(take(machine, 4)).isFalse();
    assertThat(take(machine, 3)).as("asking again moves nobody").isFalse();
    assertThat(machine.place(device(3), ONE, now)).contains(1L);
    assertThat(machine.place(device(4), ONE, now)).contains(2L);
    assertThat(machine.place(device(5), ONE, now)).contains(3L);
    assertThat(machine.grant(now)).isEmpty();
    machine.leave(device(1));
    assertThat(take(machine, 5)).as("nobody overtakes").isFalse();
    assertThat(machine.grant(now)).containsExactly(device(3));
    assertThat(take(machine, 3)).isTrue();
    assertThat(machine.place(device(4), ONE, now)).contains(1L);
  }

  @Test
  void so_many_begin_within_a_minute_and_the_next_one_when_the_first_is_a_minute_old() {
    TurnsMachine machine = machine(0, 2);
    assertThat(take(machine, 1)).isTrue();
    now = now.plusSeconds(30);
    assertThat(take(machine, 2)).isTrue();
    machine.leave(device(1));
    machine.leave(device(2));
    assertThat(take(machine, 3)).isFalse();
    now = now.plusSeconds(29);
    assertThat(machine.grant(now)).isEmpty();
    now = now.plusSeconds(1);
    assertThat(machine.grant(now)).containsExactly(device(3));
    assertThat(take(machine, 4)).isFalse();
    now = now.plusSeconds(30);
    assertThat(machine.grant(now)).containsExactly(device(4));
  }

  @Test
  void flash_now_never_waits_and_fills_a_place() {
    TurnsMachine machine = machine(1, 1);
    assertThat(take(machine, 1)).isTrue();
    assertThat(take(machine, 2)).isFalse();
    assertThat(machine.take(device(2), ONE, true, now)).isTrue();
    assertThat(machine.take(device(3), ONE, true, now)).isTrue();
    assertThat(machine.running()).isEqualTo(3);
    machine.leave(device(1));
    machine.leave(device(2));
    now = now.plus(Duration.ofMinutes(2));
    assertThat(take(machine, 4)).isFalse();
    machine.leave(device(3));
    assertThat(machine.grant(now)).containsExactly(device(4));
  }

  @Test
  void who_waits_for_his_own_products_limit_holds_up_nobody_of_another() {
    limits.put(ONE, new TransferLimits(1, 0));
    TurnsMachine machine = machine(3, 0);
    assertThat(take(machine, 1)).isTrue();
    assertThat(take(machine, 2)).isFalse();
    assertThat(machine.take(device(11), TWO, false, now)).isTrue();
    assertThat(machine.take(device(12), TWO, false, now)).isTrue();
    assertThat(machine.take(device(13), TWO, false, now)).isFalse();
    machine.leave(device(11));
    assertThat(machine.grant(now)).containsExactly(device(13));
    machine.leave(device(1));
    assertThat(machine.grant(now)).containsExactly(device(2));
  }

  @Test
  void who_leaves_the_queue_is_not_served() {
    TurnsMachine machine = machine(1, 0);
    take(machine, 1);
    take(machine, 2);
    take(machine, 3);
    machine.leave(device(2));
    machine.leave(device(1));
    assertThat(machine.grant(now)).containsExactly(device(3));
  }

  @Test
  void unused_turns_come_back() {
    TurnsMachine machine = machine(2, 0);
    take(machine, 1);
    take(machine, 2);
    take(machine, 3);
    machine.keep(turn -> turn.getKey().equals(device(2)));
    assertThat(machine.grant(now)).containsExactly(device(3));
  }

  @Test
  void a_hundred_thousand_that_wait_ask_for_their_place_and_leave_at_little_cost_each() {
    TurnsMachine machine = machine(1, 0);
    int many = 100_000;
    for (int number = 0; number <= many; number++) {
      take(machine, number);
    }
    for (int number = 1; number <= many; number++) {
      assertThat(machine.place(device(number), ONE, now)).contains(1L);
      machine.leave(device(number));
    }
    assertThat(machine.waiting()).isZero();
    assertThat(machine.steps()).isLessThan(100L * many);
  }

  /** Seeded histories against the two limits, counted by hand. */
  @Test
  void no_history_passes_a_limit_or_forgets_anybody() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int atOnce = 1 + random.nextInt(4);
      int perMinute = 1 + random.nextInt(6);
      TurnsMachine machine = machine(atOnce, perMinute);
      List<Instant> starts = new ArrayList<>();
      Set<DeviceId> having = new HashSet<>();
      for (int step = 0; step < 200; step++) {
        DeviceId device = device(random.nextInt(12));
        switch (random.nextInt(4)) {
          case 0 -> {
            if (machine.take(device, ONE, false, now) && having.add(device)) {
              starts.add(now);
            }
          }
          case 1 -> {
            machine.leave(device);
            having.remove(device);
          }
          case 2 ->
              machine
                  .grant(now)
                  .forEach(
                      d -> {
                        having.add(d);
                        starts.add(now);
                      });
          default -> now = now.plusSeconds(random.nextInt(20));
        }
        assertThat(having).hasSizeLessThanOrEqualTo(atOnce).hasSize(machine.running());
        Instant last = now;
        assertThat(starts.stream().filter(s -> s.plusSeconds(60).isAfter(last)).count())
            .isLessThanOrEqualTo(perMinute);
      }
      for (int i = 0; i < 100 && machine.waiting() > 0; i++) {
        machine.keep(turn -> false);
        now = now.plusSeconds(61);
        machine.grant(now);
      }
      assertThat(machine.waiting()).isZero();
    }
  }
}
