package io.firmament.conformance.transfer;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures transfers; {@code conformance/transfers} starts it and says what it takes. */
@Command(name = "transfers")
final class TransfersMain implements Callable<Integer> {
  private static final int EXIT_MISSED = 1;
  private static final String TITLE = "How much of a link a transfer uses";

  @Option(names = "--relay")
  private Optional<Path> linksim = Optional.empty();

  @Option(names = "--profile", split = ",")
  private List<String> profiles = List.of();

  @Option(names = "--seeds", split = ",", defaultValue = "1,2,3,4,5")
  private List<Long> seeds = List.of();

  @Option(names = "--only", split = ",")
  private List<String> only = List.of();

  @Option(names = "--without-peer")
  private boolean withoutPeer;

  @Option(names = "--at-once", defaultValue = "4")
  private int atOnce;

  @Option(names = "--out", required = true)
  private Path out;

  private final PrintStream terminal;

  private TransfersMain(PrintStream terminal) {
    this.terminal = terminal;
  }

  /** Measures, and ends with 0 where all goals were reached. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new TransfersMain(System.out)).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Files.createDirectories(out);
    ProfileRuns shares = new ProfileRuns(links(), seeds, !withoutPeer);
    List<Measurement> measurements = new ArrayList<>();
    if (isWanted("profiles")) {
      measurements.add(shares);
    }
    Path folder = Files.createTempDirectory("transfers");
    Relays relays = new Relays(linksim.map(Path::toAbsolutePath), folder);
    measure(measurements, relays, folder);
    int misses = report(measurements, relays);
    if (isWanted("profiles")) {
      Files.writeString(out.resolve("transfers.svg"), new ShareChart(TITLE, shares.shares()).svg());
    }
    return misses == 0 ? 0 : EXIT_MISSED;
  }

  private List<MeasuredLink> links() {
    return profiles.isEmpty()
        ? List.of(MeasuredLink.values())
        : profiles.stream().map(MeasuredLink::of).toList();
  }

  private boolean isWanted(String what) {
    return only.isEmpty() || only.contains(what);
  }

  private void measure(List<Measurement> measurements, Relays relays, Path folder)
      throws IOException, InterruptedException {
    Schedule schedule = new Schedule(terminal, atOnce);
    Set<Integer> sizes = new TreeSet<>();
    measurements.forEach(measurement -> sizes.addAll(measurement.imageSizes()));
    schedule.say("links: " + relays.words() + "; images of " + sizes + " octets are encoded");
    try (Laboratory laboratory = Laboratory.open(folder.resolve("cloud"), sizes)) {
      Bench bench = new Bench(laboratory, relays);
      measurements.forEach(measurement -> measurement.plan(schedule, bench));
      schedule.run();
    }
  }

  private int report(List<Measurement> measurements, Relays relays)
      throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder("Links: " + relays.words() + ".\n");
    List<String> misses = new ArrayList<>();
    for (Measurement measurement : measurements) {
      Section section = measurement.report();
      text.append('\n').append(section);
      misses.addAll(section.misses());
    }
    text.append(misses.isEmpty() ? "\nAll goals are reached.\n" : "\nMissed:\n\n");
    misses.forEach(miss -> text.append("* ").append(miss).append('\n'));
    terminal.println();
    terminal.print(text);
    Files.writeString(out.resolve("transfers.md"), text, StandardCharsets.UTF_8);
    return misses.size();
  }
}
