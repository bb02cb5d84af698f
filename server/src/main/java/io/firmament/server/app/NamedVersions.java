package io.firmament.server.app;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps a version from being deleted while somebody names it: who locks devices to a version looks
 * whether it is there, and who deletes one whether a device is locked to it, each before it writes
 * another record than the other one. Those who name versions do not wait for each other
 * (docs/concurrency.md).
 */
final class NamedVersions {
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /** What is done meanwhile. */
  interface Verb<T> {
    T does() throws RefusedException;
  }

  /** Names a version: no version is deleted meanwhile. */
  <T> T naming(Verb<T> verb) throws RefusedException {
    return within(lock.readLock(), verb);
  }

  /** Deletes a version: none is named meanwhile. */
  <T> T deleting(Verb<T> verb) throws RefusedException {
    return within(lock.writeLock(), verb);
  }

  private static <T> T within(Lock held, Verb<T> verb) throws RefusedException {
    held.lock();
    try {
      return verb.does();
    } finally {
      held.unlock();
    }
  }
}
