package io.firmament.cli;

import io.firmament.cli.demo.Narrator;
import java.io.PrintStream;
import java.util.List;

/** Tells the demonstration: on the output for people, on the error stream beside JSON. */
final class DemoNarrator implements Narrator {
  private final Host host;
  private final PrintStream out;
  private int chapter;

  DemoNarrator(Host host, boolean json) {
    this.host = host;
    this.out = json ? host.err() : host.out();
  }

  @Override
  public synchronized void chapter(String title) {
    chapter++;
    out.printf("%n%d. %s%n", chapter, title);
  }

  @Override
  public synchronized void command(List<String> words) {
    StringBuilder line = new StringBuilder("   $ firmament");
    for (String word : words) {
      line.append(' ').append(word.contains(" ") ? "\"" + word + "\"" : word);
    }
    out.println(line);
  }

  @Override
  public synchronized void say(String text) {
    out.println("     " + text);
  }

  @Override
  public synchronized void progress(long blocks, long of) {
    int width = 30;
    int full = (int) (width * blocks / Math.max(1, of));
    String bar = "#".repeat(full) + "-".repeat(width - full);
    String line = "     [%s] %d of %d blocks".formatted(bar, blocks, of);
    if (host.isTerminal()) {
      out.print("\r" + line + (blocks == of ? "\n" : ""));
      out.flush();
    } else {
      out.println(line);
    }
  }
}
