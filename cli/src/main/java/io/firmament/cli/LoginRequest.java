package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.cli.SavedLogins.Login;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;

/** Asks a server for a login (RFC 6749 sections 4.3 and 6). */
final class LoginRequest {
  private LoginRequest() {}

  /**
   * With a password.
   *
   * @param life for how many seconds it is to count, 0 for good; empty for as long as is usual
   */
  static Login byPassword(ApiClient stranger, String user, String password, OptionalLong life)
      throws CommandFailedException {
    ObjectNode wish = wish("password", life).put("username", user).put("password", password);
    return login(user, stranger.post("/oauth/token", wish));
  }

  /** With what the old one is renewed with; empty when that counts no longer, either. */
  static Optional<Login> byRefresh(URI server, Login old) throws CommandFailedException {
    if (old.refresh().isEmpty()) {
      return Optional.empty();
    }
    ObjectNode wish = wish("refresh_token", OptionalLong.of(old.lifeSeconds()));
    wish.put("refresh_token", old.refresh().get());
    try {
      JsonNode answer = new ApiClient(server, "").post("/oauth/token", wish);
      return Optional.of(login(old.user(), answer));
    } catch (CommandFailedException refused) {
      if (!refused.isWrong()) {
        throw refused;
      }
      return Optional.empty();
    }
  }

  private static ObjectNode wish(String grant, OptionalLong life) {
    ObjectNode wish = JsonNodeFactory.instance.objectNode().put("grant_type", grant);
    life.ifPresent(seconds -> wish.put("expires_in", seconds));
    return wish.put("client_id", "firmament").put("client_secret", "firmament");
  }

  private static Login login(String user, JsonNode answer) {
    JsonNode refresh = answer.path("refresh_token");
    return new Login(
        user,
        answer.path("access_token").asText(),
        refresh.isTextual() ? Optional.of(refresh.asText()) : Optional.empty(),
        answer.path("expires_in").asLong());
  }
}
