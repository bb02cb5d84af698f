package planted.firmament.server.session;

/** Rule 7: pure code has no threads. */
public final class StartsThread {
  Object planted() {
    return new Thread(() -> {});
  }
}
