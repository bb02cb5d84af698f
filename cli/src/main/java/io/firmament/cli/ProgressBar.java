package io.firmament.cli;

/** A bar on a terminal, one line that is drawn over. */
final class ProgressBar {
  private static final int WIDTH = 40;

  private final Terminal terminal;
  private boolean shown;

  ProgressBar(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Draws it; nothing where nobody watches. */
  void show(long done, long of, String unit) {
    if (!terminal.interactive()) {
      return;
    }
    int full = (int) (WIDTH * done / Math.max(1, of));
    terminal
        .err()
        .printf(
            "\r  %s%s %3d %%  %d of %d %s ",
            "█".repeat(full),
            "░".repeat(WIDTH - full),
            100 * done / Math.max(1, of),
            done,
            of,
            unit);
    terminal.err().flush();
    shown = true;
  }

  /** Takes it away. */
  void clear() {
    if (shown) {
      terminal.err().print("\r\033[K");
      terminal.err().flush();
      shown = false;
    }
  }
}
