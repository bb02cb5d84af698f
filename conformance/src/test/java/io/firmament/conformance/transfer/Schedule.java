package io.firmament.conformance.transfer;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What is measured when: first what keeps the processor busy, one after the other; then what waits
 * for slow links, several at a time, and beside those what hardly does anything at all.
 */
final class Schedule {
  private record Job<T>(Duration expected, FutureTask<T> task) {}

  private final PrintStream out;
  private final int atOnce;
  private final long begin = System.nanoTime();
  private final List<Job<?>> alone = new ArrayList<>();
  private final List<Job<?>> together = new ArrayList<>();
  private final List<Job<?>> aside = new ArrayList<>();

  /**
   * @param out where it is said what came out
   * @param atOnce how many wait for slow links at a time
   */
  Schedule(PrintStream out, int atOnce) {
    this.out = out;
    this.atOnce = atOnce;
  }

  /**
   * Adds what is to be measured over a path: by itself where that is fast.
   *
   * @param what for people
   * @param words what came out, for people
   */
  <T> Future<T> over(
      EmulatedPath path,
      Duration expected,
      String what,
      Callable<T> job,
      Function<T, String> words) {
    return add(path.isFast() ? alone : together, expected, what, job, words);
  }

  /** The same for what needs hardly any processor: beside what waits for slow links. */
  <T> Future<T> besides(
      Duration expected, String what, Callable<T> job, Function<T, String> words) {
    return add(aside, expected, what, job, words);
  }

  /** Adds what is to be measured by itself. */
  <T> Future<T> alone(String what, Callable<T> job, Function<T, String> words) {
    return add(alone, Duration.ZERO, what, job, words);
  }

  private <T> Future<T> add(
      List<Job<?>> jobs,
      Duration expected,
      String what,
      Callable<T> job,
      Function<T, String> words) {
    FutureTask<T> task =
        new FutureTask<>(job) {
          @Override
          protected void done() {
            say(what + ": " + outcome(this, words));
          }
        };
    jobs.add(new Job<>(expected, task));
    return task;
  }

  private static <T> String outcome(Future<T> done, Function<T, String> words) {
    try {
      return words.apply(done.get());
    } catch (ExecutionException e) {
      return "failed: " + e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  /** Says something that a person who waits wants to know. */
  void say(String text) {
    long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
    synchronized (out) {
      out.printf("%2d:%02d  %s%n", seconds / 60, seconds % 60, text);
    }
  }

  /** Does all of it; what came out is in the futures, and everything is said. */
  void run() throws InterruptedException {
    alone.forEach(job -> job.task().run());
    ExecutorService idle = Executors.newCachedThreadPool();
    ExecutorService busy = Executors.newFixedThreadPool(atOnce);
    try {
      aside.forEach(job -> idle.execute(job.task()));
      together.stream()
          .sorted(Comparator.comparing((Job<?> job) -> job.expected()).reversed())
          .forEach(job -> busy.execute(job.task()));
      finish(busy);
      finish(idle);
    } finally {
      idle.shutdownNow();
      busy.shutdownNow();
    }
  }

  /** Waits for the threads and not for the futures, which are done before their outcome is said. */
  private void finish(ExecutorService pool) throws InterruptedException {
    pool.shutdown();
    while (!pool.awaitTermination(10, TimeUnit.MINUTES)) {
      say("still measuring");
    }
  }
}
