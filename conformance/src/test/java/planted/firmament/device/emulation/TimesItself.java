package planted.firmament.device.emulation;

/** Rule 7: an emulated link is told the time. */
public final class TimesItself {
  Object planted() {
    return System.nanoTime();
  }
}
