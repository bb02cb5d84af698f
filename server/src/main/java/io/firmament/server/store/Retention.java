package io.firmament.server.store;

import java.io.IOException;

/** Keeps files from being deleted while a backup copies them. Thread-safe. */
final class Retention {
  private final Object monitor = new Object();
  private int holds;

  /** Deletes files. */
  interface Deletion {
    void run() throws IOException;
  }

  /** Lets go when it is closed. */
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /** From now on nothing is deleted. */
  Hold hold() {
    synchronized (monitor) {
      holds++;
    }
    return () -> {
      synchronized (monitor) {
        holds--;
      }
    };
  }

  /**
   * Deletes, unless a backup is running.
   *
   * @return whether the deletion was run
   */
  boolean unlessHeld(Deletion deletion) throws IOException {
    synchronized (monitor) {
      if (holds > 0) {
        return false;
      }
      deletion.run();
      return true;
    }
  }
}
