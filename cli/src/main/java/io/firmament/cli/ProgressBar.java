package io.firmament.cli;

/** A bar on a terminal, one line that is drawn over. */
final class ProgressBar {
  private static final int WIDTH = 40;

  private final Host host;
  private boolean shown;

  ProgressBar(Host host) {
    this.host = host;
  }

  /** Draws it; nothing where nobody watches. */
  void show(long done, long of, String unit) {
    if (!host.isTerminal()) {
      return;
    }
    int full = (int) (WIDTH * done / Math.max(1, of));
    host.err()
        .printf(
            "\r  %s%s %3d %%  %d of %d %s ",
            "█".repeat(full),
            "░".repeat(WIDTH - full),
            100 * done / Math.max(1, of),
            done,
            of,
            unit);
    host.err().flush();
    shown = true;
  }

  /** Takes it away. */
  void clear() {
    if (shown) {
      host.err().print("\r\033[K");
      host.err().flush();
      shown = false;
    }
  }
}
