package planted.firmament.device.core;

/** Rule 7: pure code does not wait. */
public final class Waits {
  synchronized void planted() throws InterruptedException {
    while (hashCode() == 0) {
      wait();
    }
  }
}
