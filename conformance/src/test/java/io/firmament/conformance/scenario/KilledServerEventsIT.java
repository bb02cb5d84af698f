package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader of events whose server is killed again and again in the middle of traffic. */
class KilledServerEventsIT {
  private static final long SEED = 20261121;

  @TempDir Path folder;
  private final List<Long> acknowledged = new CopyOnWriteArrayList<>();
  private final List<Long> told = new CopyOnWriteArrayList<>();
  private final List<Long> ids = new CopyOnWriteArrayList<>();
  private final AtomicLong next = new AtomicLong();
  private final CountDownLatch over = new CountDownLatch(1);

  @Test
  void reader_that_resumes_sees_each_acknowledged_event_once() throws Exception {
    kill(3);
  }

  @Tag("sweep")
  @Test
  void reader_that_resumes_twenty_times_sees_each_acknowledged_event_once() throws Exception {
    kill(20);
  }

  private void kill(int times) throws Exception {
    Random random = new Random(SEED);
    List<Thread> threads = new ArrayList<>();
    try (Cloud cloud = Cloud.start(folder)) {
      threads.add(thread("reader", () -> read(cloud.operator())));
      threads.add(thread("publisher-1", () -> publish(cloud.operator())));
      threads.add(thread("publisher-2", () -> publish(cloud.operator())));
      for (int i = 0; i < times; i++) {
        int before = acknowledged.size();
        await().atMost(Cloud.PATIENCE).until(() -> acknowledged.size() > before);
        cloud.live(Duration.ofMillis(random.nextInt(600)));
        cloud.kill();
        cloud.start();
      }
      int before = acknowledged.size();
      await().atMost(Cloud.PATIENCE).until(() -> acknowledged.size() > before);
      await().atMost(Cloud.PATIENCE).until(() -> told.containsAll(acknowledged));
      over.countDown();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.printf(
        "events: seed %d, %d kills, %d acknowledged, %d told%n",
        SEED, times, acknowledged.size(), told.size());
    assertThat(told).doesNotHaveDuplicates().containsAll(acknowledged);
    assertThat(ids).isSorted().doesNotHaveDuplicates();
    assertThat(acknowledged.size()).isGreaterThan(times);
  }

  /** Something that a killed server interrupts, and that is done again when it is back. */
  private interface Attempt {
    void run() throws IOException, InterruptedException;
  }

  private Thread thread(String name, Attempt attempt) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (!isOver(Duration.ofMillis(20))) {
                  tryOnce(attempt);
                }
              } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void tryOnce(Attempt attempt) throws InterruptedException {
    try {
      attempt.run();
    } catch (IOException killed) {
      // Nobody knows what became of it; the server will be back.
      return;
    }
  }

  private boolean isOver(Duration within) throws InterruptedException {
    return over.await(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void publish(Operator operator) throws IOException, InterruptedException {
    while (!isOver(Duration.ofMillis(250))) {
      long number = next.incrementAndGet();
      operator.post("/v1/devices/events", Map.of("name", "n", "data", "" + number), 200);
      acknowledged.add(number);
    }
  }

  /** Goes on behind the last event that was there whole. */
  private void read(Operator operator) throws IOException, InterruptedException {
    long last = ids.isEmpty() ? 0 : ids.get(ids.size() - 1);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(operator.events(last), StandardCharsets.UTF_8))) {
      long id = 0;
      String data = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          id = Long.parseLong(line.substring("id: ".length()));
        } else if (line.startsWith("data: {\"data\":\"")) {
          data = line.substring("data: {\"data\":\"".length());
        } else if (line.isEmpty() && !data.isEmpty()) {
          ids.add(id);
          told.add(Long.valueOf(data.substring(0, data.indexOf('"'))));
          data = "";
        }
      }
    }
  }
}
