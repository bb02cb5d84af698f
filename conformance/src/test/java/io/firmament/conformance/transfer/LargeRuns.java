package io.firmament.conformance.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.cli.process.CommandProcess;
import io.firmament.conformance.scenario.Cloud;
import io.firmament.conformance.scenario.LiveHeap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Images of all sizes with no link between, and what the server needs for them. */
final class LargeRuns implements Measurement {
  private static final List<Integer> SIZES = List.of(1 << 20, 16 << 20, 64 << 20);

  /** The JVM compiles for as long as two of the largest images take. */
  private static final int LARGEST_TIMES = 4;

  private static final List<String> SERVER_HEAP = List.of("-Xmx192m");
  private static final double GOAL_MEGABYTES_A_SECOND = 15;
  private static final double MEGA = 1e6;
  private static final double MEBI = 1 << 20;
  private static final int KIBI = 1024;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** What two transfers may differ in that have nothing to do with their sizes. */
  private static final double SLACK = 1.15;

  /**
   * One transfer.
   *
   * @param imageBytes of the image
   * @param nth how many these two processes have had with it
   * @param seconds from the first block request to the last block
   * @param heapBytes all that the server can reach then
   * @param residentBytes the most memory that the server's process had until then
   */
  private record Run(int imageBytes, int nth, double seconds, long heapBytes, long residentBytes) {
    double megabytesASecond() {
      return imageBytes / MEGA / seconds;
    }
  }

  private final Path folder;
  private final List<Future<List<Run>>> runs = new ArrayList<>();

  /** Its server is its own, in this folder. */
  LargeRuns(Path folder) {
    this.folder = folder;
  }

  @Override
  public Set<Integer> imageSizes() {
    return Set.of();
  }

  @Override
  public void plan(Schedule schedule, Bench bench) {
    for (int imageBytes : SIZES) {
      runs.add(
          schedule.alone(
              Words.size(imageBytes) + " on loopback",
              () -> run(imageBytes),
              done -> Words.of("%.1f MB/s", done.get(done.size() - 1).megabytesASecond())));
    }
  }

  private List<Run> run(int imageBytes)
      throws IOException, InterruptedException, TransferFailedException {
    int last = Laboratory.FIRST_VERSION + (isLargest(imageBytes) ? LARGEST_TIMES : 1) - 1;
    Path place = folder.resolve("large-" + imageBytes);
    try (Laboratory laboratory = Laboratory.open(place, List.of(imageBytes), SERVER_HEAP)) {
      for (int version = Laboratory.FIRST_VERSION + 1; version <= last; version++) {
        laboratory.upload(imageBytes, version);
      }
      DueDevice device = laboratory.device(imageBytes);
      Cloud cloud = laboratory.cloud();
      cloud.stop();
      cloud.start();
      try (CommandProcess process = device.start(cloud.coapPort(), last, PATIENCE, line -> {})) {
        List<Run> done = new ArrayList<>();
        for (int version = Laboratory.FIRST_VERSION; version <= last; version++) {
          laboratory.tellToUpdate(device, version);
          double seconds = DueDevice.awaitVersion(process, version, PATIENCE);
          done.add(run(imageBytes, done.size() + 1, seconds, cloud.pid()));
        }
        requireTransferred(imageBytes, DueDevice.awaitUpdated(process, PATIENCE));
        return done;
      }
    }
  }

  private static Run run(int imageBytes, int nth, double seconds, long server)
      throws IOException, InterruptedException {
    long resident = peakResidentBytes(server);
    return new Run(imageBytes, nth, seconds, LiveHeap.bytes(server), resident);
  }

  private static void requireTransferred(int imageBytes, JsonNode summary)
      throws TransferFailedException {
    if (summary.get("encodedBytes").asInt() != imageBytes) {
      throw new TransferFailedException("another image was transferred: " + summary);
    }
  }

  /** As Linux counts it. */
  private static long peakResidentBytes(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBI)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public Section report() throws InterruptedException {
    MarkdownTable table =
        new MarkdownTable(
            "image",
            "for the time",
            "seconds",
            "MB/s",
            "asked for",
            "server's heap",
            "its memory at most");
    List<String> misses = new ArrayList<>();
    List<Run> done = new ArrayList<>();
    for (Future<List<Run>> future : runs) {
      try {
        done.addAll(future.get());
      } catch (ExecutionException e) {
        misses.add("on loopback: " + e.getCause());
      }
    }
    done.forEach(run -> row(table, run));
    judge(done, misses);
    String text =
        "The device's process and the server's (%s) on the same machine, no link between. Each"
            + " server and each device has just started; the largest image comes in several versions,"
            + " one after the other, in the same two processes. Heap: all that can be reached after"
            + " a collection.%n%n%s";
    return new Section("No link at all", text.formatted(SERVER_HEAP.get(0), table), misses);
  }

  private static void row(MarkdownTable table, Run run) {
    table.row(
        Words.size(run.imageBytes()),
        Integer.toString(run.nth()),
        Words.of("%.2f", run.seconds()),
        Words.of("%.1f", run.megabytesASecond()),
        isJudged(run) ? Words.of("≥ %.0f", GOAL_MEGABYTES_A_SECOND) : "",
        Words.of("%.1f MiB", run.heapBytes() / MEBI),
        Words.of("%.0f MiB", run.residentBytes() / MEBI));
  }

  private static boolean isLargest(int imageBytes) {
    return imageBytes == SIZES.get(SIZES.size() - 1);
  }

  private static boolean isJudged(Run run) {
    return isLargest(run.imageBytes()) && run.nth() == LARGEST_TIMES;
  }

  private static void judge(List<Run> done, List<String> misses) {
    long least = done.stream().mapToLong(Run::heapBytes).min().orElse(0);
    for (Run run : done) {
      if (isJudged(run) && run.megabytesASecond() < GOAL_MEGABYTES_A_SECOND) {
        misses.add(Words.of("64 MiB on loopback: %.1f MB/s", run.megabytesASecond()));
      }
      if (run.heapBytes() > SLACK * least) {
        misses.add(
            Words.of(
                "the server's heap depends on the image: %,d octets for %s, %,d for another",
                run.heapBytes(), Words.size(run.imageBytes()), least));
      }
    }
  }
}
