package io.firmament.cli.demo;

import java.util.List;

/** Tells the demonstration while it goes on. */
public interface Narrator {
  /** A new part begins. */
  void chapter(String title);

  /** A command is run, as it would be typed. */
  void command(List<String> words);

  /** Something happened. */
  void say(String text);

  /** A device's transfer moves. */
  void progress(String device, long blocks, long of);
}
