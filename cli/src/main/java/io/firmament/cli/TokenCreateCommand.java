package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a token for a program. */
@Command(name = "create", description = "Makes a token for a program; it is shown this once.")
final class TokenCreateCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private RightsOptions rights;

  @Parameters(paramLabel = "NAME", description = "What it is for.")
  private String name;

  @Option(
      names = "--expires-in",
      paramLabel = "TIME",
      description = "How long it counts, such as 90d (else), 12h, 30m; never for good.")
  private Optional<String> life = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Gets the token, for your eyes only; it is not shown then.")
  private Optional<Path> out = Optional.empty();

  TokenCreateCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    wish.put("name", name);
    rights.putInto(wish);
    if (life.isPresent()) {
      wish.put("expires_in", TokenLife.seconds(life.get()));
    }
    JsonNode token = api.client(host).post("/v1/access_tokens", wish);
    String secret = token.path("access_token").asText();
    if (out.isPresent()) {
      write(out.get(), token.path("id").asText(), secret);
      ((ObjectNode) token).remove("access_token");
    }
    return api.done(host, token, out.map(Path::toString).orElse(secret));
  }

  private static void write(Path file, String id, String secret) throws CommandFailedException {
    try {
      SmallFile.secret(file, secret + "\n");
    } catch (IOException e) {
      throw CommandFailedException.failed(
          "the token counts, but cannot be written to " + file + ": " + e.getMessage(),
          "end it with 'firmament token revoke " + id + "', and make another one");
    }
  }
}
