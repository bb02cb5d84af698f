package io.firmament.cli;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
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

  /**
   * Somebody's login.
   *
   * @param user his name
   * @param token what he proves himself with
   * @param refresh what a token that has ended is exchanged with
   * @param lifeSeconds how long a token counts, 0 for good
   */
  record Login(String user, String token, Optional<String> refresh, long lifeSeconds) {
    /** Without the secrets. */
    @Override
    public String toString() {
      return "Login[" + user + "]";
    }
  }

  /** Who is logged in at a server. */
  Optional<Login> at(URI server) throws CommandFailedException {
    return login(read().path(server.toString()));
  }

  /** Notes who is logged in at a server. */
  void put(URI server, Login login) throws CommandFailedException {
    exclusively(() -> note(server, login));
  }

  /**
   * Exchanges what a login is renewed with for a new one, unless somebody else just did; only one
   * command at a time does so, since it works only once.
   *
   * @param refused the token that counts no longer
   * @param exchange asks the server; empty when the login has ended
   * @return the token that counts now
   */
  Optional<String> renew(URI server, String refused, Exchange exchange)
      throws CommandFailedException {
    return exclusively(
        () -> {
          Optional<Login> kept = at(server);
          if (kept.isEmpty() || !kept.get().token().equals(refused)) {
            return kept.map(Login::token);
          }
          Optional<Login> renewed = exchange.of(kept.get());
          if (renewed.isPresent()) {
            note(server, renewed.get());
          }
          return renewed.map(Login::token);
        });
  }

  /** A new login for an old one. */
  interface Exchange {
    Optional<Login> of(Login old) throws CommandFailedException;
  }

  /** Forgets who was logged in at a server. */
  void forget(URI server) throws CommandFailedException {
    exclusively(
        () -> {
          ObjectNode all = read();
          all.remove(server.toString());
          write(all);
          return Optional.empty();
        });
  }

  private static Optional<Login> login(JsonNode json) {
    if (!json.path("token").isTextual()) {
      return Optional.empty();
    }
    JsonNode refresh = json.path("refresh_token");
    return Optional.of(
        new Login(
            json.path("user").asText(),
            json.path("token").asText(),
            refresh.isTextual() ? Optional.of(refresh.asText()) : Optional.empty(),
            json.path("expires_in").asLong()));
  }

  private Optional<String> note(URI server, Login login) throws CommandFailedException {
    ObjectNode all = read();
    ObjectNode json = all.putObject(server.toString());
    json.put("user", login.user()).put("token", login.token());
    login.refresh().ifPresent(refresh -> json.put("refresh_token", refresh));
    json.put("expires_in", login.lifeSeconds());
    write(all);
    return Optional.of(login.token());
  }

  private interface Work {
    Optional<String> done() throws CommandFailedException;
  }

  /** Reads and writes while no other command does; closing the channel lets the next one. */
  private Optional<String> exclusively(Work work) throws CommandFailedException {
    Path lock = file.resolveSibling(".logins.lock");
    try {
      Files.createDirectories(file.getParent());
      try (FileChannel channel = FileChannel.open(lock, CREATE, WRITE)) {
        channel.lock();
        return work.done();
      }
    } catch (IOException e) {
      throw unusable(e.getMessage());
    }
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
