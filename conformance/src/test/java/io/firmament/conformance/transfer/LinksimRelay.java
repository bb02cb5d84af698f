package io.firmament.conformance.transfer;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firmament.cli.process.CommandProcess;
import io.firmament.cli.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process of linksim, an emulator in C. Several clients share its link. */
final class LinksimRelay implements Relay {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CommandProcess process;
  private final int port;

  private LinksimRelay(CommandProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one.
   *
   * @param program linksim
   * @param folder for its files; nobody else's
   */
  static LinksimRelay open(Path program, Path folder, EmulatedPath path, long seed, int server)
      throws IOException {
    Path ready = folder.resolve("ready");
    List<String> options = new ArrayList<>(path.linksimOptions());
    options.addAll(List.of("--server", "127.0.0.1:" + server, "--seed", Long.toString(seed)));
    options.addAll(List.of("--ready", ready.toString(), "--quiet"));
    CommandProcess process =
        CommandProcess.start(
            new Program(List.of(program.toString())),
            options,
            Map.of(),
            folder.resolve("linksim.err"),
            line -> {});
    await()
        .atMost(PATIENCE)
        .failFast("linksim ended, see " + folder, () -> !process.isAlive())
        .until(() -> Files.exists(ready) && Files.readString(ready).endsWith("\n"));
    return new LinksimRelay(process, Integer.parseInt(Files.readString(ready).strip()));
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public RelayTraffic end() throws IOException, InterruptedException {
    process.terminate();
    if (process.awaitExit(PATIENCE).isEmpty() || process.lines().isEmpty()) {
      throw new IOException("linksim did not say what it did");
    }
    JsonNode counts = JSON.readTree(process.lines().get(0));
    return new RelayTraffic(
        counts.at("/up/in_wire_bytes").asLong(), counts.at("/down/in_wire_bytes").asLong());
  }

  @Override
  public void close() {
    process.close();
  }
}
