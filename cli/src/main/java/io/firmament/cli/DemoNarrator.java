package io.firmament.cli;

import io.firmament.cli.demo.Narrator;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells the demonstration: on the output for people, on the error stream beside JSON. */
final class DemoNarrator implements Narrator {
  private static final String ERASE_TO_END = "\u001b[K";

  private final Host host;
  private final PrintStream out;
  private final Map<String, String> bars = new TreeMap<>();
  private final Map<String, Long> quarters = new HashMap<>();
  private boolean unfinished;
  private int chapter;

  DemoNarrator(Host host, boolean json) {
    this.host = host;
    this.out = json ? host.err() : host.out();
  }

  @Override
  public synchronized void chapter(String title) {
    chapter++;
    line("");
    line(chapter + ". " + title);
  }

  @Override
  public synchronized void command(List<String> words) {
    StringBuilder line = new StringBuilder("   $ firmament");
    for (String word : words) {
      line.append(' ').append(word.contains(" ") ? "\"" + word + "\"" : word);
    }
    line(line.toString());
  }

  @Override
  public synchronized void say(String text) {
    line("     " + text);
  }

  @Override
  public synchronized void progress(String device, long blocks, long of) {
    bars.put(device, "%s %d/%d".formatted(device, blocks, of));
    String line = "     " + String.join(" · ", bars.values());
    if (blocks == of) {
      bars.remove(device);
    }
    if (host.isTerminal()) {
      out.print("\r" + line + ERASE_TO_END);
      unfinished = true;
      out.flush();
    } else if (blocks == of || 4 * blocks / of > quarters.getOrDefault(device, 0L)) {
      out.println(line);
    }
    quarters.put(device, blocks == of ? 0L : 4 * blocks / of);
  }

  private void line(String text) {
    if (unfinished) {
      out.println();
      unfinished = false;
    }
    out.println(text);
  }
}
