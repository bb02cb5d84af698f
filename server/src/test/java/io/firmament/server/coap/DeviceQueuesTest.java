package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.value.DeviceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whose job comes when. */
class DeviceQueuesTest {
  private static final DeviceId BUSY = new DeviceId(DoorFixture.ID);
  private static final DeviceId OTHER = new DeviceId(DoorFixture.OTHER);

  @Test
  void busy_device_does_not_keep_another_waiting() throws Exception {
    DeviceQueues queues = new DeviceQueues(1);
    List<String> done = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch start = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(101);
    queues.add(BUSY, () -> await(start));
    for (int i = 0; i < 100; i++) {
      queues.add(BUSY, () -> note(done, "busy", end));
    }
    queues.add(OTHER, () -> note(done, "other", end));

    start.countDown();
    assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(done.indexOf("other")).isLessThanOrEqualTo(1);
    queues.close();
  }

  @Test
  void jobs_of_a_device_keep_their_order_and_never_run_side_by_side() throws Exception {
    DeviceQueues queues = new DeviceQueues(4);
    List<Integer> order = new ArrayList<>();
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch end = new CountDownLatch(1000);
    for (int i = 0; i < 1000; i++) {
      int number = i;
      queues.add(
          BUSY,
          () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            order.add(number);
            inside.decrementAndGet();
            end.countDown();
          });
    }

    assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(order).isSorted().hasSize(1000);
    assertThat(most).hasValue(1);
    queues.close();
  }

  @Test
  void job_for_here_and_now_waits_behind_others_of_its_device_alone() throws Exception {
    DeviceQueues queues = new DeviceQueues(2);
    List<String> done = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch start = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(2);
    queues.add(BUSY, () -> await(start));

    queues.runOrAdd(BUSY, () -> note(done, "behind", end));
    queues.runOrAdd(OTHER, () -> done.add("at once"));
    assertThat(done).containsExactly("at once");

    queues.add(BUSY, () -> note(done, "last", end));
    start.countDown();
    assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(done).containsExactly("at once", "behind", "last");
    queues.close();
  }

  @Test
  void job_that_comes_during_one_that_runs_here_and_now_waits_for_it() throws Exception {
    DeviceQueues queues = new DeviceQueues(1);
    List<String> done = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch end = new CountDownLatch(2);

    queues.runOrAdd(
        BUSY,
        () -> {
          queues.add(BUSY, () -> note(done, "later", end));
          queues.runOrAdd(BUSY, () -> note(done, "last", end));
          done.add("first");
        });

    assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(done).containsExactly("first", "later", "last");
    queues.close();
  }

  @Test
  void job_that_ends_its_thread_stops_neither_its_device_nor_another() throws Exception {
    DeviceQueues queues = new DeviceQueues(1);
    CountDownLatch end = new CountDownLatch(2);
    queues.add(
        BUSY,
        () -> {
          throw new AssertionError("planted");
        });
    queues.add(BUSY, end::countDown);
    queues.add(OTHER, end::countDown);

    assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
    queues.close();
  }

  @Test
  void failing_job_does_not_stop_the_next() throws Exception {
    DeviceQueues queues = new DeviceQueues(1);
    CountDownLatch end = new CountDownLatch(1);
    queues.add(
        BUSY,
        () -> {
          throw new IllegalStateException("planted");
        });
    queues.add(BUSY, end::countDown);

    assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
    queues.close();
  }

  private static void note(List<String> done, String who, CountDownLatch end) {
    done.add(who);
    end.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
