package io.firmament.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --url} and {@code --token}, for every command that asks a server. */
final class CloudOptions {
  private static final String DEFAULT_URL = "http://127.0.0.1:8080";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The server; else FIRMAMENT_URL, else " + DEFAULT_URL + ".")
  private Optional<String> url = Optional.empty();

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "Who you are; else FIRMAMENT_TOKEN.")
  private Optional<String> token = Optional.empty();

  /** The server that is meant. */
  ApiClient client(Terminal terminal) throws CommandFailedException {
    String address =
        url.or(() -> terminal.environment().apply("FIRMAMENT_URL")).orElse(DEFAULT_URL);
    Optional<String> secret = token.or(() -> terminal.environment().apply("FIRMAMENT_TOKEN"));
    if (secret.isEmpty()) {
      throw new CommandFailedException(
          "there is no token",
          "give --token or set FIRMAMENT_TOKEN; 'serve' prints one at its first start");
    }
    return ApiClient.of(address, secret.get());
  }
}
