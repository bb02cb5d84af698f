package io.firmament.cli;

import io.firmament.server.config.ConfigKey;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Who computes on elliptic curves, in a process that does so often. */
final class CryptoOptions {
  @Option(
      names = "--crypto",
      paramLabel = "WHO",
      description =
          "Who computes on elliptic curves: corretto, bouncy-castle or jdk; else the first of them"
              + " that works here.")
  private Optional<String> crypto = Optional.empty();

  /** What was said on the command line. */
  Optional<String> given() {
    return crypto;
  }

  /** Lets the one compute that the command line names, else the environment or the file. */
  void install(Host host) throws CommandFailedException {
    Map<ConfigKey, String> options =
        crypto.map(value -> Map.of(ConfigKey.CRYPTO, value)).orElse(Map.of());
    Curves.install(host, Settings.source(options, host));
  }
}
