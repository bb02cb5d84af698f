package io.firmament.server.rest;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * What an answer leaves unread of a body. It is read and forgotten: to close at once would reset
 * the connection, and a client that is still sending would lose the answer (RFC 9112 section 9.6).
 * Holds no thread while nothing comes.
 */
final class RestOfBody {
  /** After so many octets the connection is reset all the same. */
  private static final long MOST_BYTES = 64L * 1024 * 1024;

  private final Request request;
  private boolean ended;
  private long octets;

  RestOfBody(Request request) {
    this.request = request;
  }

  /** Reads what is there; whether no more will come. */
  boolean ended() {
    return skip() && ended;
  }

  /** Whether there is no more to wait for. */
  private boolean skip() {
    while (!ended && octets < MOST_BYTES) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        return false;
      }
      octets += chunk.remaining();
      ended = chunk.isLast() || Content.Chunk.isFailure(chunk);
      chunk.release();
    }
    return true;
  }

  /** Reads what comes, and then ends the exchange. */
  void skipAll(Callback then) {
    if (skip()) {
      then.succeeded();
    } else {
      request.demand(() -> skipAll(then));
    }
  }
}
