package io.firmament.conformance.transfer;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

  @Spec private CommandSpec spec;
  private final PrintStream terminal;

  private TransfersMain(PrintStream terminal) {
    this.terminal = terminal;
  }

  /** Measures, and ends with 0 where all goals were reached. */
  public static void main(String[] arguments) {
    System.exit(run(System.out, arguments));
  }

  /** The same, with an exit code. */
  static int run(PrintStream terminal, String... arguments) {
    return new CommandLine(new TransfersMain(terminal))
        .setParameterExceptionHandler((misuse, ignored) -> tell(misuse))
        .execute(arguments);
  }

  private static int tell(ParameterException misuse) {
    System.err.println("transfers: error: " + misuse.getMessage());
    System.err.println("transfers: hint: conformance/transfers --help");
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("transfers");
    ProfileRuns shares = new ProfileRuns(links(), seeds, !withoutPeer);
    Map<String, Measurement> wanted = wanted(shares, folder);
    Relays relays = new Relays(linksim.map(Path::toAbsolutePath), folder);
    Campaign campaign = new Campaign(List.copyOf(wanted.values()), relays, folder);
    Campaign.Report report = campaign.run(new Schedule(terminal, atOnce));
    terminal.println();
    terminal.print(report.text());
    Files.createDirectories(out);
    Files.writeString(out.resolve("transfers.md"), report.text());
    if (wanted.containsValue(shares)) {
      Files.writeString(out.resolve("transfers.svg"), new ShareChart(TITLE, shares.shares()).svg());
    }
    delete(folder);
    return report.misses().isEmpty() ? 0 : EXIT_MISSED;
  }

  private Map<String, Measurement> wanted(ProfileRuns shares, Path folder) {
    Map<String, Measurement> all = new LinkedHashMap<>();
    all.put("profiles", shares);
    all.put("loss", new LossRuns(seeds));
    all.put("fairness", new FairnessRuns(links(), seeds));
    all.put("blackout", new BlackoutRuns(seeds));
    all.put("large", new LargeRuns(folder));
    if (!all.keySet().containsAll(only)) {
      throw misused("--only takes some of " + all.keySet() + ", not " + only);
    }
    all.keySet().removeIf(what -> !only.isEmpty() && !only.contains(what));
    return all;
  }

  private List<MeasuredLink> links() {
    List<String> labels = Stream.of(MeasuredLink.values()).map(MeasuredLink::label).toList();
    if (!labels.containsAll(profiles)) {
      throw misused("--profile takes some of " + labels + ", not " + profiles);
    }
    return Stream.of(MeasuredLink.values())
        .filter(link -> profiles.isEmpty() || profiles.contains(link.label()))
        .toList();
  }

  private ParameterException misused(String how) {
    return new ParameterException(spec.commandLine(), how);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
