package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.server.access.Token;
import io.firmament.server.app.AccessVerbs;
import io.firmament.server.app.IssuedToken;
import io.firmament.server.app.NewToken;
import io.firmament.server.app.RefusedException;
import java.io.IOException;
import java.time.InstantSource;

/** Tokens: listed, issued, ended (feature API3). */
final class TokenEndpoints {
  private final AccessVerbs verbs;
  private final Named named;
  private final TokenTries tries;
  private final InstantSource clock;

  TokenEndpoints(AccessVerbs verbs, Named named, TokenTries tries, InstantSource clock) {
    this.verbs = verbs;
    this.named = named;
    this.tries = tries;
    this.clock = clock;
  }

  Answer list(Call call) throws Problem {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    return Page.of(call)
        .bare(verbs.findTokens().of(call.caller()), list, token -> list.add(json(token)));
  }

  Answer issue(Call call) throws Problem, RefusedException, IOException {
    NewToken wish =
        new NewToken(
            call.fields().required("name"),
            SentRights.of(call, named),
            TokenLife.of(call.fields()));
    IssuedToken issued = verbs.issueToken().issue(wish, call.caller());
    ObjectNode json = json(issued.token());
    json.put("token_type", "bearer");
    return Answer.created(json.put("access_token", issued.secret()));
  }

  Answer current(Call call) throws Problem {
    Token token =
        verbs
            .findTokens()
            .current(call.caller())
            .orElseThrow(() -> Problem.notFound("this token has just ended", "log in again"));
    ObjectNode json = json(token);
    json.putArray("scopes").add(json.get("role").asText());
    json.putArray("orgs");
    return Answer.ok(json);
  }

  Answer logOut(Call call) throws RefusedException {
    verbs.revokeToken().logOut(call.caller());
    return new Answer.Nothing();
  }

  /**
   * Ends a token by its secret, which anybody may who knows it, or by its id, which needs a token
   * that may.
   */
  Answer revoke(Call call) throws Problem, RefusedException {
    String which = call.segment("token");
    if (Token.isId(which)) {
      if (call.caller().token().isEmpty()) {
        throw Authentication.refused("a token's id does not suffice to end it");
      }
      verbs.revokeToken().revokeNamed(which, call.caller());
    } else {
      tries.requireTry(call.from(), which, clock.instant());
      if (!verbs.revokeToken().revoke(which)) {
        tries.failed(call.from(), which, clock.instant());
        throw Problem.notFound("there is no such token", "it may have ended already");
      }
    }
    return Answer.ok(JsonNodeFactory.instance.objectNode().put("ok", true));
  }

  private static ObjectNode json(Token token) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", token.id());
    json.put("name", token.name());
    json.put(
        "kind",
        token.user().isPresent() ? "login" : token.parent().isPresent() ? "lent" : "issued");
    json.put("client_id", token.client());
    SentRights.put(json, token.rights());
    json.put("created_at", token.createdAt().toString());
    token
        .expiresAt()
        .ifPresentOrElse(
            end -> json.put("expires_at", end.toString()), () -> json.putNull("expires_at"));
    return json;
  }
}
