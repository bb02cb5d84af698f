package io.firmament.conformance.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Several measurements in one go, with one cloud.
 *
 * @param measurements in the order of the report
 * @param relays where the links come from
 * @param folder for all that is needed meanwhile
 */
record Campaign(List<Measurement> measurements, Relays relays, Path folder) {
  /**
   * What came out.
   *
   * @param text Markdown
   * @param misses goals that were not reached, and what failed
   */
  record Report(String text, List<String> misses) {}

  /** Keeps a copy. */
  Campaign {
    measurements = List.copyOf(measurements);
  }

  /** Measures all of it. */
  Report run(Schedule schedule) throws IOException, InterruptedException {
    Set<Integer> sizes = new TreeSet<>();
    measurements.forEach(measurement -> sizes.addAll(measurement.imageSizes()));
    schedule.say("links: " + relays.words());
    try (Laboratory laboratory = Laboratory.open(folder.resolve("cloud"), sizes)) {
      schedule.say("a cloud has images of " + sizes + " octets");
      Bench bench = new Bench(laboratory, relays);
      measurements.forEach(measurement -> measurement.plan(schedule, bench));
      schedule.run();
    }
    return report();
  }

  private Report report() throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder("Links: " + relays.words() + ".\n");
    List<String> misses = new ArrayList<>();
    for (Measurement measurement : measurements) {
      Section section = measurement.report();
      text.append('\n').append(section);
      misses.addAll(section.misses());
    }
    text.append(misses.isEmpty() ? "\nAll goals are reached.\n" : "\nMissed:\n\n");
    misses.forEach(miss -> text.append("* ").append(miss).append('\n'));
    return new Report(text.toString(), misses);
  }
}
