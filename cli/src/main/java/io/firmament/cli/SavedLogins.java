package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Who is logged in where: a file of this person's, {@code $XDG_CONFIG_HOME/firmament/logins.json},
 * or {@code ~/.config/firmament/logins.json}; nobody else may read it.
 */
final class SavedLogins {
  private final Path file;

  private SavedLogins(Path file) {
    this.file = file;
  }

  /** Those of the person who runs a command. */
  static SavedLogins of(Host host) {
    Map<String, String> environment = host.environment();
    String own = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path config =
        own.isEmpty() ? Path.of(environment.getOrDefault("HOME", "."), ".config") : Path.of(own);
    return new SavedLogins(config.resolve("firmament").resolve("logins.json"));
  }

  Path file() {
    return file;
  }

  /** The token of who is logged in at a server. */
  Optional<String> token(URI server) throws CommandFailedException {
    JsonNode token = read().path(server.toString()).path("token");
    return token.isTextual() ? Optional.of(token.asText()) : Optional.empty();
  }

  /** Notes who is logged in at a server. */
  void put(URI server, String user, String token) throws CommandFailedException {
    ObjectNode all = read();
    all.putObject(server.toString()).put("user", user).put("token", token);
    write(all);
  }

  /** Forgets who was logged in at a server. */
  void forget(URI server) throws CommandFailedException {
    ObjectNode all = read();
    all.remove(server.toString());
    write(all);
  }

  private ObjectNode read() throws CommandFailedException {
    if (!Files.exists(file)) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      if (ApiClient.JSON.readTree(file.toFile()) instanceof ObjectNode all) {
        return all;
      }
      throw unusable("it holds no JSON object");
    } catch (IOException e) {
      throw unusable(e.getMessage());
    }
  }

  private void write(ObjectNode all) throws CommandFailedException {
    try {
      Files.createDirectories(file.getParent());
      SmallFile.secret(file, all.toPrettyString() + "\n");
    } catch (IOException e) {
      throw unusable(e.getMessage());
    }
  }

  private CommandFailedException unusable(String why) {
    return CommandFailedException.failed(
        "cannot use " + file + ": " + why, "correct or remove it, then log in again");
  }
}
