package io.firmament.cli;

import java.util.Locale;

/** Shows how far something is: a bar on a terminal, a line at every quarter elsewhere. */
final class Progress {
  private static final int BAR = 30;
  private static final int QUARTER = 25;

  private final Host host;
  private final boolean drawn;
  private final String what;
  private int shown = -1;

  /**
   * @param what what is going on: {@code uploading}
   */
  Progress(Host host, String what) {
    this.host = host;
    this.drawn = host.isTerminal();
    this.what = what;
  }

  /** So much is done of so much. */
  synchronized void show(long done, long of) {
    int percent = of == 0 ? 100 : (int) (done * 100 / of);
    int step = drawn ? percent : percent / QUARTER * QUARTER;
    if (step == shown) {
      return;
    }
    shown = step;
    if (drawn) {
      int filled = percent * BAR / 100;
      host.err()
          .printf(
              Locale.ROOT,
              "\r%s [%s%s] %3d %%",
              what,
              "#".repeat(filled),
              "-".repeat(BAR - filled),
              percent);
      if (percent == 100) {
        host.err().println();
      }
      host.err().flush();
    } else {
      host.err().println(what + " " + step + " %");
    }
  }
}
