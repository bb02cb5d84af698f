package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firmament.cli.process.CommandProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Particle's own clients, as {@code conformance/fetch-particle-clients} brings them. */
final class ParticleClients {
  static final String USER = "ann@example.org";
  static final String PASSWORD = "correct horse battery";
  private static final Path SCRIPTS = Path.of("clients").toAbsolutePath();

  private ParticleClients() {}

  /**
   * The folder that a client is installed in; without any, the test is skipped, where they are not
   * required.
   */
  static Path installed(String client) {
    String named = System.getProperty("firmament.particle-clients", "");
    boolean required = Boolean.getBoolean("firmament.particle-clients.required");
    assumeTrue(required || !named.isBlank(), "no -Dfirmament.particle-clients");
    Path folder = Path.of(named).resolve(client);
    assertThat(folder.resolve("node_modules")).isDirectory();
    return folder;
  }

  /** Makes the person who uses them. */
  static void addUser(Operator operator) throws IOException, InterruptedException {
    operator.post(
        "/v1/users", Map.of("username", USER, "password", PASSWORD, "role", "member"), 201);
  }

  /** A script that uses one, under way. */
  record Run(Process node, Path output) implements AutoCloseable {
    /** Starts it. */
    static Run of(String script, Cloud cloud, Map<String, String> environment, Path output)
        throws IOException {
      ProcessBuilder builder =
          new ProcessBuilder("node", SCRIPTS.resolve(script).toString())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().put("FIRMAMENT_URL", cloud.operatorEnvironment().get("FIRMAMENT_URL"));
      builder.environment().put("FIRMAMENT_USER", USER);
      builder.environment().put("FIRMAMENT_PASSWORD", PASSWORD);
      builder.environment().putAll(environment);
      return new Run(builder.start(), output);
    }

    /**
     * Waits for its end, which must be a good one.
     *
     * @param device what may have kept it from that
     */
    void finish(CommandProcess device) throws IOException, InterruptedException {
      boolean ended = node.waitFor(240, TimeUnit.SECONDS);
      List<String> said = Files.readAllLines(output);
      String all = String.join("\n", said) + "\nthe device: " + device.lines();
      assertThat(ended).as("it ends: %s", all).isTrue();
      assertThat(node.exitValue()).as(all).isZero();
      assertThat(said).endsWith("done");
    }

    @Override
    public void close() {
      node.descendants().forEach(ProcessHandle::destroyForcibly);
      node.destroyForcibly();
    }
  }
}
