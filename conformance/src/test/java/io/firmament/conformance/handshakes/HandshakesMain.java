package io.firmament.conformance.handshakes;

import static org.awaitility.Awaitility.await;

import io.firmament.certs.DeviceCredential;
import io.firmament.certs.curve.CurveChoice;
import io.firmament.cli.process.CommandProcess;
import io.firmament.cli.process.Program;
import io.firmament.conformance.figures.Median;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * Compares what handshakes cost: servers take turns, all in processes of their own, and this one
 * plays the devices. Prints a table of processor time of a server for each handshake.
 */
public final class HandshakesMain {
  private static final int DEVICES = 16;

  /** As many as the server has beside its receiver. */
  private static final int THREADS = 1 + Math.max(2, Runtime.getRuntime().availableProcessors());

  /**
   * Of handshakes before the first that counts, for each server, of the first kind and of those
   * that follow: after 12,000 a third of Firmament's processor time is still that of its compilers.
   */
  private static final Duration FIRST_WARM_UP = Duration.ofSeconds(40);

  private static final Duration WARM_UP = Duration.ofSeconds(12);
  private static final int STEP = 500;

  /** A server that takes next to nothing for so long has done what there was to do. */
  private static final Duration REST = Duration.ofMillis(500);

  private static final Duration NEXT_TO_NOTHING = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path folder;
  private final Installation installation;
  private final int handshakes;
  private final int rounds;

  private HandshakesMain(Path folder, Installation installation, int scale, int rounds) {
    this.folder = folder;
    this.installation = installation;
    this.handshakes = scale;
    this.rounds = rounds;
  }

  /**
   * Runs the comparison.
   *
   * @param args the shipped jar; handshakes in a round; rounds; the kinds, or none for all
   */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("handshakes");
    CurveChoice.first().install();
    int scale = Integer.parseInt(args[1]);
    List<Kind> kinds = Arrays.stream(args).skip(3).map(Kind::valueOf).toList();
    try (Installation installation = new Installation(folder, Program.ofJar(Path.of(args[0])))) {
      for (String kind : List.of("psk", "rpk", "x509")) {
        installation.add(kind, DEVICES);
      }
      new HandshakesMain(folder, installation, scale, Integer.parseInt(args[2]))
          .compare(kinds.isEmpty() ? List.of(Kind.values()) : kinds);
    }
    System.exit(0);
  }

  private void compare(List<Kind> kinds) throws Exception {
    try (CommandProcess jdk = bare("none");
        CommandProcess same = bare(CurveChoice.first().backend().label())) {
      List<Subject> subjects =
          List.of(
              new Subject("bare Scandium, JDK", jdk, port(jdk)),
              new Subject("bare Scandium, our curves", same, port(same)),
              installation.subject());
      System.out.printf(
          "%d rounds of %d handshakes a server and kind, of cheap ones four times as many; %d s to"
              + " warm up, %d s of the first; %d devices at once; Java %s, %d cores; %s%n",
          rounds,
          handshakes,
          WARM_UP.toSeconds(),
          FIRST_WARM_UP.toSeconds(),
          DEVICES,
          Runtime.version(),
          Runtime.getRuntime().availableProcessors(),
          CurveChoice.first());
      System.out.println(
          "| handshake | bare, JDK (ms) | bare, our curves (ms) | Firmament (ms) | of bare, JDK | of"
              + " bare, our curves | the bare ones |\n|---|---|---|---|---|---|---|");
      for (Kind kind : kinds) {
        print(kind, measured(kind, kinds.get(0), subjects));
      }
    }
  }

  private CommandProcess bare(String curves) throws IOException {
    Program java =
        new Program(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                BareServerMain.class.getName()));
    return CommandProcess.start(
        java,
        List.of(installation.certs().toString(), curves, Integer.toString(THREADS)),
        Map.of(),
        folder.resolve("bare.err"),
        line -> {});
  }

  private static int port(CommandProcess server) throws InterruptedException, IOException {
    for (long i = 0; server.lines().isEmpty() && i < PATIENCE.toMillis() / 100; i++) {
      if (server.awaitExit(Duration.ofMillis(100)).isPresent()) {
        throw new IOException("a bare server ended, see bare.err");
      }
    }
    return Integer.parseInt(server.lines().get(0));
  }

  /** Milliseconds of processor time for each handshake, a list for each server. */
  private Map<Subject, List<Double>> measured(Kind kind, Kind first, List<Subject> subjects)
      throws Exception {
    List<DeviceCredential> devices = installation.devices(kind.credential());
    Map<Subject, Load> loads = new LinkedHashMap<>();
    Map<Subject, List<Double>> costs = new LinkedHashMap<>();
    try {
      for (Subject subject : subjects) {
        Load load = new Load(kind, devices, subject.address());
        loads.put(subject, load);
        warmUp(load, kind == first ? FIRST_WARM_UP : WARM_UP);
        awaitRest(subject);
        costs.put(subject, new ArrayList<>());
      }
      for (int round = 0; round < rounds; round++) {
        for (Subject subject : subjects) {
          costs.get(subject).add(cost(subject, loads.get(subject), kind.isCheap() ? 4 : 1));
        }
      }
      return costs;
    } finally {
      loads.values().forEach(Load::close);
    }
  }

  private static void warmUp(Load load, Duration how) throws InterruptedException {
    long end = System.nanoTime() + how.toNanos();
    while (System.nanoTime() - end < 0) {
      load.shakeHands(STEP);
    }
  }

  private double cost(Subject subject, Load load, int times) throws InterruptedException {
    Duration before = subject.processorTime();
    load.shakeHands(times * handshakes);
    awaitRest(subject);
    return subject.processorTime().minus(before).toNanos() / 1e6 / (times * handshakes);
  }

  private static void awaitRest(Subject subject) {
    AtomicReference<Duration> before = new AtomicReference<>(subject.processorTime());
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(REST)
        .until(
            () -> {
              Duration now = subject.processorTime();
              return now.minus(before.getAndSet(now)).compareTo(NEXT_TO_NOTHING) <= 0;
            });
  }

  private static void print(Kind kind, Map<Subject, List<Double>> costs) {
    StringBuilder line = new StringBuilder("| ").append(kind.label());
    for (List<Double> rounds : costs.values()) {
      List<Double> sorted = rounds.stream().sorted().toList();
      line.append(
          String.format(
              Locale.ROOT,
              " | %.3f (%.3f-%.3f)",
              Median.of(rounds),
              sorted.get(0),
              sorted.get(sorted.size() - 1)));
    }
    List<List<Double>> all = List.copyOf(costs.values());
    System.out.printf(
        Locale.ROOT,
        "%s | %.0f %% | %.0f %% | %.0f %% |%n",
        line,
        100 * medianRatio(all.get(2), all.get(0)),
        100 * medianRatio(all.get(2), all.get(1)),
        100 * medianRatio(all.get(1), all.get(0)));
  }

  /** Round by round: what else the machine does, it does for seconds, to both of a round. */
  private static double medianRatio(List<Double> ours, List<Double> others) {
    return Median.of(
        IntStream.range(0, ours.size()).mapToObj(i -> ours.get(i) / others.get(i)).toList());
  }
}
