package io.firmament.server;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A few threads for work that nobody waits for. */
final class Workshop implements Executor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workshop.class);
  private static final long DRAIN_SECONDS = 5;

  private final String name;
  private final ExecutorService threads;

  Workshop(String name, int count) {
    this.name = name;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            count,
            work -> {
              Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Does some work soon; what comes after the end is dropped, since a start takes it up again. */
  @Override
  public void execute(Runnable work) {
    try {
      threads.execute(() -> run(work));
    } catch (RejectedExecutionException e) {
      LOG.debug("{} came after the end", name);
    }
  }

  private void run(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.error("{} failed", name, e);
    }
  }

  /** Waits for what has begun; what has not is dropped. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      threads.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }
}
