package io.firmament.server.store;

import static io.firmament.server.app.Change.change;

import io.firmament.protocol.value.ProductId;
import io.firmament.server.app.Change;
import io.firmament.server.app.ConflictException;
import io.firmament.server.app.ServerEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;

/**
 * Measures the store on a real disk, with a record of some 200 octets and an event in each change:
 * commits one by one, commits that wait together, and reads. Arguments: an empty directory, and how
 * many seconds each takes.
 */
final class StoreSpeedMain {
  private static final int DEVICES = 10_000;

  private final JournaledStateStore store;
  private final long nanos;

  private StoreSpeedMain(JournaledStateStore store, Duration each) {
    this.store = store;
    this.nanos = each.toNanos();
  }

  public static void main(String[] args)
      throws IOException, ConflictException, InterruptedException {
    try (DataDirectory data = DataDirectory.open(Path.of(args[0]));
        JournaledStateStore store = JournaledStateStore.open(data)) {
      StoreSpeedMain speed = new StoreSpeedMain(store, Duration.ofSeconds(Long.parseLong(args[1])));
      speed.oneByOne("warm-up");
      speed.oneByOne("one by one");
      speed.together(64);
      speed.together(1024);
      speed.reads();
    }
  }

  private static Change next(long number) {
    String device = String.format("device-%06d", number % DEVICES);
    return change()
        .put(Ledger.LINES, device, new Ledger.Line(number, "x".repeat(160)))
        .event(ServerEvent.ofProduct("online", "", Instant.EPOCH, new ProductId(1)))
        .build();
  }

  private void oneByOne(String what) throws ConflictException {
    long start = System.nanoTime();
    long commits = 0;
    while (System.nanoTime() - start < nanos) {
      store.commit(next(commits++));
    }
    report(what, commits, System.nanoTime() - start, "commits");
  }

  private void together(int waiting) throws InterruptedException {
    Semaphore window = new Semaphore(waiting);
    long start = System.nanoTime();
    long commits = 0;
    while (System.nanoTime() - start < nanos) {
      window.acquire();
      store.submit(next(commits++)).whenComplete((sequence, failure) -> window.release());
    }
    window.acquire(waiting);
    report(waiting + " waiting", commits, System.nanoTime() - start, "commits");
  }

  private void reads() {
    long start = System.nanoTime();
    long reads = 0;
    long found = 0;
    while (System.nanoTime() - start < nanos) {
      String device = String.format("device-%06d", reads++ % DEVICES);
      found += store.find(Ledger.LINES, device).isPresent() ? 1 : 0;
    }
    if (found < reads) {
      throw new IllegalStateException("only " + found + " of " + reads + " records were found");
    }
    report("reads", reads, System.nanoTime() - start, "reads");
  }

  private static void report(String what, long count, long tookNanos, String unit) {
    System.out.printf("%-14s %,10.0f %s/s%n", what, count * 1e9 / tookNanos, unit);
  }
}
