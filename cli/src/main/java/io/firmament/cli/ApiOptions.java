package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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

  /** Says what was done, and returns that it was. */
  int done(Host host, JsonNode answer, String text) {
    host.out().println(json ? answer : text);
    return ExitCode.DONE;
  }

  /** Says that something was done that the server has no more words for. */
  int done(Host host, String text) {
    return done(host, JsonNodeFactory.instance.objectNode().put("ok", true), text);
  }

  /** The server's door, with a token: one that was given, else that of a login. */
  ApiClient client(Host host) throws CommandFailedException {
    ConfigSource source = source(host);
    URI server = uri(source.value(ConfigKey.URL));
    String given = source.value(ConfigKey.TOKEN).value();
    if (!given.isEmpty()) {
      return new ApiClient(server, given);
    }
    Optional<ApiClient> loggedIn = loggedIn(server, host);
    if (loggedIn.isEmpty()) {
      throw CommandFailedException.usage(
          "no token was given",
          "set FIRMAMENT_TOKEN, say --token, or use 'firmament login'; the server wrote the"
              + " administrator's token at its first start");
    }
    return loggedIn.get();
  }

  /** The server's door for who is logged in there: a token that has ended is renewed. */
  static Optional<ApiClient> loggedIn(URI server, Host host) throws CommandFailedException {
    SavedLogins logins = SavedLogins.of(host);
    return logins
        .at(server)
        .map(
            login ->
                new ApiClient(
                    server,
                    login.token(),
                    refused -> {
                      Optional<String> token =
                          logins.renew(server, refused, old -> LoginRequest.byRefresh(server, old));
                      if (token.isEmpty()) {
                        throw ended(server, login);
                      }
                      return token;
                    }));
  }

  private static CommandFailedException ended(URI server, SavedLogins.Login login) {
    return CommandFailedException.unknown(
        "your login at " + server + " has ended",
        "log in again: 'firmament login " + login.user() + "'");
  }

  /** The server's door for somebody with no token yet. */
  ApiClient stranger(Host host) throws CommandFailedException {
    return new ApiClient(uri(source(host).value(ConfigKey.URL)), "");
  }

  private ConfigSource source(Host host) throws CommandFailedException {
    Map<ConfigKey, String> given = new EnumMap<>(ConfigKey.class);
    url.ifPresent(value -> given.put(ConfigKey.URL, value));
    token.ifPresent(value -> given.put(ConfigKey.TOKEN, value));
    return Settings.source(given, host);
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
