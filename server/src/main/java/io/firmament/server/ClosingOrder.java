package io.firmament.server;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Closes what was opened, the last first. In a try statement it undoes a start that fails half-way;
 * {@link #keep} is for one that does not.
 */
final class ClosingOrder implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T part) {
    opened.push(part);
    return part;
  }

  /** Hands everything over to another order, so that the end of a try statement closes nothing. */
  ClosingOrder keep() {
    ClosingOrder kept = new ClosingOrder();
    kept.opened.addAll(opened);
    opened.clear();
    return kept;
  }

  /** Closes all, whatever fails on the way; all failures are told at the end. */
  void closeAll() throws IOException {
    IOException failure = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        failure = failure == null ? new IOException("the server did not end cleanly") : failure;
        failure.addSuppressed(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() throws IOException {
    closeAll();
  }
}
