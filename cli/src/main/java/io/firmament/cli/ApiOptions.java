package io.firmament.cli;

import io.firmament.server.config.ConfigKey;
import io.firmament.server.config.ConfigSource;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which server a command talks to, and as whom. */
final class ApiOptions {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The server (FIRMAMENT_URL; http://127.0.0.1:8080 otherwise).")
  private Optional<String> url = Optional.empty();

  @Option(names = "--token", paramLabel = "TOKEN", description = "Your token (FIRMAMENT_TOKEN).")
  private Optional<String> token = Optional.empty();

  @Option(names = "--json", description = "Answers in JSON, for programs.")
  private boolean json;

  boolean json() {
    return json;
  }

  /** The server's door. */
  ApiClient client(Host host) throws CommandFailedException {
    Map<ConfigKey, String> given = new EnumMap<>(ConfigKey.class);
    url.ifPresent(value -> given.put(ConfigKey.URL, value));
    token.ifPresent(value -> given.put(ConfigKey.TOKEN, value));
    ConfigSource source = Settings.source(given, host);
    String secret = source.value(ConfigKey.TOKEN).value();
    if (secret.isEmpty()) {
      throw CommandFailedException.usage(
          "no token was given",
          "set FIRMAMENT_TOKEN or say --token; the server wrote the administrator's token at its"
              + " first start");
    }
    return new ApiClient(uri(source.value(ConfigKey.URL)), secret);
  }

  private static URI uri(ConfigSource.Value value) throws CommandFailedException {
    String bare = value.value().replaceAll("/+$", "");
    if (!bare.matches("https?://[^/?#\\s]+(/[^?#\\s]*)?")) {
      throw CommandFailedException.usage(
          "url must be http://HOST:PORT or https://HOST:PORT, but was '"
              + value.value()
              + "' ("
              + value.origin()
              + ")",
          "for example http://127.0.0.1:8080");
    }
    return URI.create(bare);
  }
}
