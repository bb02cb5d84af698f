package io.firmament.server.coap;

import io.firmament.protocol.value.DeviceId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where use cases run: a queue for each device, emptied by a few threads. What one device sent is
 * worked off in its order and never by two threads at once; devices take turns, one job each, so
 * that a busy one does not keep the others waiting.
 */
final class DeviceQueues {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceQueues.class);

  private final ExecutorService workers;
  private final BlockingQueue<DeviceId> turns = new LinkedBlockingQueue<>();

  /** Guarded by itself. A device is in it from its first job until its last one was done. */
  private final Map<DeviceId, ArrayDeque<Runnable>> waiting = new HashMap<>();

  /**
   * @param threads how many threads
   */
  DeviceQueues(int threads) {
    AtomicInteger number = new AtomicInteger();
    this.workers =
        Executors.newFixedThreadPool(
            threads,
            job -> {
              Thread thread = new Thread(job, "device-worker-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < threads; i++) {
      workers.execute(this::work);
    }
  }

  /** Puts a job at the end of a device's queue; whoever calls bounds how many. */
  void add(DeviceId device, Runnable job) {
    synchronized (waiting) {
      ArrayDeque<Runnable> queue = waiting.get(device);
      if (queue == null) {
        queue = new ArrayDeque<>();
        waiting.put(device, queue);
        turns.add(device);
      }
      queue.add(job);
    }
  }

  /**
   * Runs a job here and now where the device has no other, else puts it at the end of its queue.
   *
   * @param job must not wait: the thread is not one of ours
   */
  void runOrAdd(DeviceId device, Runnable job) {
    synchronized (waiting) {
      ArrayDeque<Runnable> queue = waiting.get(device);
      if (queue != null) {
        queue.add(job);
        return;
      }
      waiting.put(device, new ArrayDeque<>());
    }
    try {
      run(job);
    } finally {
      again(device);
    }
  }

  /** An executor that runs its jobs in a device's queue. */
  Executor of(DeviceId device) {
    return job -> add(device, job);
  }

  /** Completes after a while, in a device's queue. */
  CompletionStage<Void> after(DeviceId device, Duration wait) {
    Executor then =
        CompletableFuture.delayedExecutor(wait.toNanos(), TimeUnit.NANOSECONDS, of(device));
    return CompletableFuture.runAsync(() -> {}, then);
  }

  private void work() {
    boolean stopped = false;
    try {
      while (true) {
        turn(turns.take());
      }
    } catch (InterruptedException e) {
      stopped = true;
      Thread.currentThread().interrupt();
    } finally {
      if (!stopped && !workers.isShutdown()) {
        // An error ended this thread: another one takes its place.
        workers.execute(this::work);
      }
    }
  }

  private void turn(DeviceId device) {
    try {
      run(next(device));
    } finally {
      again(device);
    }
  }

  private Runnable next(DeviceId device) {
    synchronized (waiting) {
      return waiting.get(device).remove();
    }
  }

  private void again(DeviceId device) {
    synchronized (waiting) {
      if (waiting.get(device).isEmpty()) {
        waiting.remove(device);
      } else {
        turns.add(device);
      }
    }
  }

  private static void run(Runnable job) {
    try {
      job.run();
    } catch (RuntimeException e) {
      LOG.error("a device's job failed", e);
    }
  }

  /** Ends the threads; what waits is dropped. */
  void close() {
    workers.shutdownNow();
  }
}
