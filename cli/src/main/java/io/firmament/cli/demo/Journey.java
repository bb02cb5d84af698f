package io.firmament.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The path that one device takes through an update, in the order in which it says so. */
final class Journey {
  private final List<String> steps = new ArrayList<>();
  private long blocks;
  private long of;
  private long again;
  private boolean cut;
  private double seconds;
  private long begunNanos = System.nanoTime();

  /** Forgets what was before. */
  synchronized void begin() {
    steps.clear();
    blocks = 0;
    of = 0;
    again = 0;
    begunNanos = System.nanoTime();
  }

  /** The device has said a line. */
  synchronized void heard(JsonNode line) {
    switch (line.path("phase").asText("")) {
      case "started" -> start(line);
      case "transferring" -> advance(line);
      case "verifying" -> steps.add(blocks + "/" + of);
      case "confirmed" -> end("confirmed " + line.path("version").asText());
      case "rolled-back" -> end("back from " + line.path("version").asText());
      default -> {}
    }
  }

  /** Something was done to the device, or to its cloud. */
  synchronized void mark(String what) {
    steps.add(blocks + "/" + of + ", " + what);
  }

  /** The power was cut; says how many blocks were there. */
  synchronized long cut() {
    mark("kill -9");
    cut = true;
    return blocks;
  }

  /** Blocks that were there before a power cut and not after it. */
  synchronized long again() {
    return again;
  }

  /** How long it took until the device had proved the new version, or left it. */
  synchronized double seconds() {
    return seconds;
  }

  /** The share of the newest transfer that is here. */
  synchronized double share() {
    return of == 0 ? 0 : (double) blocks / of;
  }

  /** All of it, on one line. */
  synchronized String text() {
    return String.join(" \u2192 ", steps);
  }

  private void start(JsonNode line) {
    again += cut ? blocks - line.path("blocks").asLong() : 0;
    cut = false;
    advance(line);
    steps.add(line.path("detail").asText() + " from " + blocks + "/" + of);
  }

  private void end(String how) {
    steps.add(how);
    seconds = Stage.secondsSince(begunNanos);
  }

  private void advance(JsonNode line) {
    blocks = line.path("blocks").asLong();
    of = line.path("of").asLong();
  }
}
