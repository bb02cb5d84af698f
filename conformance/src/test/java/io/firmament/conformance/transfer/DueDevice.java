package io.firmament.conformance.transfer;

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

  /**
   * Starts its process.
   *
   * @param port where it finds the cloud
   * @param most after so long it gives up
   * @param onLine called with each line of its report
   */
  CommandProcess start(int port, Duration most, Consumer<String> onLine) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("device", "run", "--json", "--id", id));
    arguments.addAll(List.of("--credentials", credentials.toString()));
    arguments.addAll(List.of("--server", "127.0.0.1:" + port));
    arguments.addAll(List.of("--data", folder.resolve("data").toString()));
    arguments.addAll(List.of("--factory", image.toString(), "--factory-version", "1"));
    arguments.addAll(List.of("--product", Long.toString(product), "--platform", "1"));
    arguments.addAll(List.of("--until-version", "2", "--codings", "deflate"));
    arguments.addAll(List.of("--timeout", Long.toString(most.toSeconds())));
    return CommandProcess.start(
        Cloud.program(), arguments, Map.of(), folder.resolve("device.err"), onLine);
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
