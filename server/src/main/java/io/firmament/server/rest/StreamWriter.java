package io.firmament.server.rest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one event stream. At most one piece of text is on its way at a time and nothing waits in
 * memory behind it, so that a slow reader costs nothing but its place; one that leaves what was
 * sent to it unread for too long is dropped. Never blocks whoever wakes it.
 */
final class StreamWriter {
  private static final Logger LOG = LoggerFactory.getLogger(StreamWriter.class);
  private static final String GREETING = ":ok\n\nid: %d\n\n";
  private static final String KEEP_ALIVE = ":\n\n";

  private final Response response;
  private final Callback callback;
  private final Executor executor;
  private final InstantSource clock;
  private final RestLimits limits;
  private Optional<EventStreams.Feed> feed = Optional.empty();
  private Runnable closed = () -> {};
  private State state = State.WRITING;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private boolean more;
  private boolean ending;
  private Instant since;

  private enum State {
    IDLE,
    TAKING,
    WRITING,
    CLOSED
  }

  StreamWriter(
      Response response,
      Callback callback,
      Executor executor,
      InstantSource clock,
      RestLimits limits) {
    this.response = response;
    this.callback = callback;
    this.executor = executor;
    this.clock = clock;
    this.limits = limits;
    this.since = clock.instant();
  }

  void whenClosed(Runnable then) {
    closed = then;
  }

  /**
   * Sends the headers, the first comment and where the stream begins at once, then what the feed
   * has: a reader that is cut off before its first event knows where to go on.
   */
  void begin(Function<Runnable, EventStreams.Feed> open) {
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
    response.getHeaders().put("X-Accel-Buffering", "no");
    EventStreams.Feed opened = open.apply(this::wake);
    synchronized (this) {
      feed = Optional.of(opened);
      more = true;
    }
    write(GREETING.formatted(opened.begin()));
  }

  /** There may be something to send. */
  void wake() {
    synchronized (this) {
      more = true;
      if (state != State.IDLE) {
        return;
      }
      state = State.TAKING;
    }
    try {
      executor.execute(this::takeOrEnd);
    } catch (RejectedExecutionException stopping) {
      failed(stopping);
    }
  }

  /** Looks at the time. */
  void tick() {
    boolean stalled;
    boolean silent;
    synchronized (this) {
      Duration spent = Duration.between(since, clock.instant());
      stalled = state == State.WRITING && spent.compareTo(limits.stalledAfter()) >= 0;
      silent = state == State.IDLE && spent.compareTo(limits.keepAlive()) >= 0;
      if (silent) {
        state = State.WRITING;
        more = true;
      }
    }
    if (stalled) {
      failed(new StalledReaderException(limits.stalledAfter()));
    } else if (silent) {
      write(KEEP_ALIVE);
    }
  }

  /**
   * Ends the stream as a server does that stops: after what is on its way.
   *
   * @return completes when the end has been sent, or cannot be
   */
  CompletableFuture<Void> end() {
    synchronized (this) {
      ending = true;
      if (state == State.WRITING) {
        return ended;
      }
    }
    sendEnd();
    return ended;
  }

  private void sendEnd() {
    if (close()) {
      Callback last = Callback.from(callback, () -> ended.complete(null));
      response.write(true, ByteBuffer.allocate(0), last);
    }
  }

  /** It was never begun. */
  void abandon() {
    close();
  }

  /** The other end went away, or is to. */
  void failed(Throwable why) {
    if (close()) {
      callback.failed(why);
      ended.complete(null);
    }
  }

  private void takeOrEnd() {
    try {
      take();
    } catch (RuntimeException broken) {
      LOG.error("an event stream cannot be read", broken);
      failed(broken);
    }
  }

  private void take() {
    Optional<String> text;
    do {
      synchronized (this) {
        if (state == State.CLOSED) {
          return;
        }
        more = false;
      }
      text = feed.flatMap(EventStreams.Feed::take);
    } while (text.isEmpty() && !idle());
    text.ifPresent(this::write);
  }

  private synchronized boolean idle() {
    if (more) {
      return false;
    }
    if (state != State.CLOSED) {
      state = State.IDLE;
    }
    return true;
  }

  private void write(String text) {
    synchronized (this) {
      if (state == State.CLOSED) {
        return;
      }
      state = State.WRITING;
      since = clock.instant();
    }
    ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    response.write(false, octets, Callback.from(this::written, this::failed));
  }

  private void written() {
    boolean last;
    synchronized (this) {
      if (state == State.CLOSED) {
        return;
      }
      since = clock.instant();
      state = State.IDLE;
      last = ending;
    }
    if (last) {
      sendEnd();
    } else {
      wake();
    }
  }

  private boolean close() {
    Optional<EventStreams.Feed> open;
    synchronized (this) {
      if (state == State.CLOSED) {
        return false;
      }
      state = State.CLOSED;
      open = feed;
    }
    open.ifPresent(EventStreams.Feed::close);
    closed.run();
    return true;
  }
}
