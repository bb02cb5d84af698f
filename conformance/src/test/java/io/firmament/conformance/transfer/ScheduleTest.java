package io.firmament.conformance.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.device.emulation.LinkProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final EmulatedPath SLOW = EmulatedPath.of(LinkProfile.LTE_M);
  private static final EmulatedPath FAST = EmulatedPath.of(LinkProfile.WIFI);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(9);

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final List<String> order = new CopyOnWriteArrayList<>();

  private Schedule schedule(int atOnce) {
    return new Schedule(new PrintStream(said, true, StandardCharsets.UTF_8), atOnce);
  }

  private String note(String what) {
    order.add(what);
    return what;
  }

  @Test
  void what_is_fast_comes_first_and_of_the_slow_the_longest() throws Exception {
    Schedule schedule = schedule(1);
    schedule.over(SLOW, SHORT, "a", () -> note("slow, short"), Function.identity());
    schedule.over(SLOW, LONG, "b", () -> note("slow, long"), Function.identity());
    schedule.over(FAST, LONG, "c", () -> note("fast"), Function.identity());
    schedule.alone("d", () -> note("alone"), Function.identity());

    schedule.run();

    assertThat(order).containsExactly("fast", "alone", "slow, long", "slow, short");
  }

  @Test
  void so_many_go_on_together_and_others_besides() throws Exception {
    Schedule schedule = schedule(2);
    CountDownLatch all = new CountDownLatch(3);
    for (String what : List.of("one", "other")) {
      schedule.over(SLOW, SHORT, what, () -> meet(all, what), Function.identity());
    }
    schedule.besides(LONG, "besides", () -> meet(all, "besides"), Function.identity());

    schedule.run();

    assertThat(order).containsExactlyInAnyOrder("one", "other", "besides");
  }

  private String meet(CountDownLatch all, String what) throws InterruptedException {
    all.countDown();
    all.await();
    return note(what);
  }

  @Test
  void what_fails_is_said_and_keeps_nobody_from_the_rest() throws Exception {
    Schedule schedule = schedule(1);
    Future<Transferred> failing =
        schedule.over(
            SLOW,
            LONG,
            "broken",
            () -> {
              throw new IOException("no sockets");
            },
            run -> "fine");
    schedule.over(SLOW, SHORT, "sound", () -> note("sound"), Function.identity());

    schedule.run();

    assertThat(order).containsExactly("sound");
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("broken: failed: java.io.IOException: no sockets", "sound: sound");
    assertThat(Attempts.of(SLOW, List.of(failing)).failures())
        .containsExactly("java.io.IOException: no sockets");
  }
}
