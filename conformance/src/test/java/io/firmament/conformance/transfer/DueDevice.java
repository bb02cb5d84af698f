package io.firmament.conformance.transfer;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firmament.cli.process.CommandProcess;
import io.firmament.conformance.scenario.Cloud;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * A new device that the cloud knows.
 *
 * @param id who
 * @param product the number of its product
 * @param image its factory image
 * @param credentials what it shows of itself
 * @param folder its storage and what it says in error
 */
record DueDevice(String id, long product, Path image, Path credentials, Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** After the transfer: to verify, boot and confirm, or to give up. */
  private static final Duration REST = Duration.ofSeconds(30);

  /** Starts its process, which ends with its first update. */
  CommandProcess start(int port, Duration most, Consumer<String> onLine) throws IOException {
    return start(port, Laboratory.FIRST_VERSION, most, onLine);
  }

  /**
   * Starts its process.
   *
   * @param port where it finds the cloud
   * @param lastVersion it ends when it runs this
   * @param most after so long it gives up
   * @param onLine called with each line of its report
   */
  CommandProcess start(int port, int lastVersion, Duration most, Consumer<String> onLine)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("device", "run", "--json", "--id", id));
    arguments.addAll(List.of("--credentials", credentials.toString()));
    arguments.addAll(List.of("--server", "127.0.0.1:" + port));
    arguments.addAll(List.of("--data", folder.resolve("data").toString()));
    arguments.addAll(List.of("--factory", image.toString(), "--factory-version", "1"));
    arguments.addAll(List.of("--product", Long.toString(product), "--platform", "1"));
    arguments.addAll(List.of("--until-version", Integer.toString(lastVersion)));
    arguments.addAll(List.of("--codings", "deflate"));
    arguments.addAll(List.of("--timeout", Long.toString(most.toSeconds())));
    return CommandProcess.start(
        Cloud.program(), arguments, Map.of(), folder.resolve("device.err"), onLine);
  }

  /**
   * Waits until its process runs a version.
   *
   * @return how long the transfer took, in seconds
   * @throws TransferFailedException when the process ends before
   */
  static double awaitVersion(CommandProcess process, int version, Duration most)
      throws IOException, TransferFailedException {
    await()
        .atMost(most)
        .until(() -> !process.isAlive() || moment(process, "confirmed", version).isPresent());
    OptionalDouble begin = moment(process, "started", version);
    OptionalDouble end = moment(process, "verifying", version);
    if (begin.isEmpty() || end.isEmpty()) {
      throw new TransferFailedException(
          "the device was not updated to version " + version + ": " + process.lines());
    }
    return end.getAsDouble() - begin.getAsDouble();
  }

  /** When it was in a phase on the way to a version, in seconds. */
  private static OptionalDouble moment(CommandProcess process, String phase, int version)
      throws IOException {
    for (String line : process.lines()) {
      JsonNode told = JSON.readTree(line);
      if (told.path("phase").asText().equals(phase) && told.path("version").asInt() == version) {
        return OptionalDouble.of(told.get("seconds").asDouble());
      }
    }
    return OptionalDouble.empty();
  }

  /**
   * Waits until its process ends by itself.
   *
   * @return its summary
   * @throws TransferFailedException when it was not updated
   */
  static JsonNode awaitUpdated(CommandProcess process, Duration most)
      throws IOException, InterruptedException, TransferFailedException {
    boolean ended = process.awaitExit(most.plus(REST)).isPresent();
    List<String> lines = process.lines();
    if (!ended || lines.isEmpty()) {
      throw new TransferFailedException("the device did not end by itself: " + lines);
    }
    JsonNode summary = JSON.readTree(lines.get(lines.size() - 1));
    if (!summary.path("outcome").asText().equals("updated")) {
      throw new TransferFailedException("the device was not updated: " + summary);
    }
    return summary;
  }
}
