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
  private final Request request;
  private final long mostBytes;
  private boolean ended;
  private long octets;

  /**
   * @param request whose body it is
   * @param mostBytes after so many the connection is reset all the same
   */
  RestOfBody(Request request, long mostBytes) {
    this.request = request;
    this.mostBytes = mostBytes;
  }

  /** Reads what is there; whether no more will come. */
  boolean ended() {
    return skip() && ended;
  }

  /** Whether there is no more to wait for. */
  private boolean skip() {
    while (!ended && octets < mostBytes) {
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
