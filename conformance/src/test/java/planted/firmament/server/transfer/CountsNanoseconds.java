package planted.firmament.server.transfer;

/** Rule 7: time is passed in. */
public final class CountsNanoseconds {
  long planted() {
    return System.nanoTime();
  }
}
