package io.firmament.server.rest;

import java.util.Optional;

/** The port to the event stream. */
public interface EventStreams {
  /**
   * Opens a stream.
   *
   * @param wake called, on any thread and never for long, when there may be something to take
   */
  Feed open(EventWish wish, Runnable wake);

  /** One reader's place in the stream. Used by one thread at a time. */
  interface Feed extends AutoCloseable {
    /**
     * Behind which event it begins: the reader has it, or it was the newest when the reader came.
     */
    long begin();

    /**
     * Takes what is there, as text of the event stream format (WHATWG HTML section 9.2.5).
     *
     * @return complete events, 64 KiB at most or a single one; empty when there is nothing new
     */
    Optional<String> take();

    @Override
    void close();
  }
}
