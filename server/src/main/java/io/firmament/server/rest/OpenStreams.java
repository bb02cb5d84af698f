package io.firmament.server.rest;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.firmament.server.app.Caller;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The event streams that are open now: counted by token, kept alive, closed with the server. */
final class OpenStreams {
  private static final long LAST_MILLIS = 1_000;

  private final EventStreams source;
  private final RestLimits limits;
  private final InstantSource clock;
  private final Predicate<Caller> stillCounts;
  private final Map<Object, Integer> counts = new HashMap<>();
  private final Map<StreamWriter, Caller> writers = new ConcurrentHashMap<>();
  private int all;

  OpenStreams(
      EventStreams source, RestLimits limits, Predicate<Caller> stillCounts, InstantSource clock) {
    this.source = source;
    this.stillCounts = stillCounts;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Begins a stream.
   *
   * @throws Problem 429 when the token has too many, 503 when there are too many in all
   */
  void open(Caller caller, EventWish wish, Request request, Response response, Callback callback)
      throws Problem {
    count(caller);
    StreamWriter writer =
        new StreamWriter(response, callback, request.getComponents().getExecutor(), clock, limits);
    writer.whenClosed(
        () -> {
          writers.remove(writer);
          uncount(caller);
        });
    request.addIdleTimeoutListener(idle -> false);
    request.addFailureListener(writer::failed);
    writers.put(writer, caller);
    try {
      writer.begin(wake -> source.open(wish, wake));
    } catch (RuntimeException notOpened) {
      writer.abandon();
      throw notOpened;
    }
  }

  /**
   * Keeps streams alive, drops those whose reader does not read, and ends those whose token has
   * ended. To be called every second.
   */
  void tick() {
    writers.forEach(
        (writer, caller) -> {
          if (!stillCounts.test(caller)) {
            writer.end();
          }
          writer.tick();
        });
  }

  /** Ends all streams, and waits a moment for the last octets to leave. */
  void closeAll() {
    CompletableFuture<?>[] ends =
        writers.keySet().stream().map(StreamWriter::end).toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(ends).completeOnTimeout(null, LAST_MILLIS, MILLISECONDS).join();
  }

  private synchronized void count(Caller caller) throws Problem {
    int open = counts.getOrDefault(key(caller), 0);
    if (open >= limits.streamsPerToken()) {
      throw new Problem(
          429,
          "too_many_streams",
          "this token has " + open + " event streams open, which is the most that it may have",
          "close one, or use one stream for all events");
    }
    if (all >= limits.streams()) {
      throw new Problem(
          503,
          "too_many_streams",
          "the server has " + all + " event streams open, which is the most that it keeps",
          "close one that is not needed, or come back later");
    }
    all++;
    counts.put(key(caller), open + 1);
  }

  private synchronized void uncount(Caller caller) {
    all--;
    counts.computeIfPresent(key(caller), (key, open) -> open == 1 ? null : open - 1);
  }

  private static Object key(Caller caller) {
    return caller.token().isPresent() ? caller.token().get() : caller.name();
  }
}
