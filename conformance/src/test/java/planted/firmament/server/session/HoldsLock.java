package planted.firmament.server.session;

import java.util.concurrent.locks.ReentrantLock;

/** Rule 7: pure code has no locks. */
public final class HoldsLock {
  Object planted() {
    return new ReentrantLock();
  }
}
