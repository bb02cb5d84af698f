package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.InvalidValueException;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.app.AuthorityView;
import io.firmament.server.app.OperatorVerbs;
import io.firmament.server.app.RefusedException;
import java.io.IOException;

/** The authorities whose certificates make devices of a product. */
final class AuthorityEndpoints {
  private final OperatorVerbs verbs;
  private final Named named;

  AuthorityEndpoints(OperatorVerbs verbs, Named named) {
    this.verbs = verbs;
    this.named = named;
  }

  Answer list(Call call) throws RefusedException, Problem {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode authorities = body.putArray("authorities");
    ProductId product = named.product(call).id();
    verbs.trustAuthority().of(product).forEach(a -> authorities.add(json(a)));
    return Answer.ok(body);
  }

  Answer add(Call call) throws RefusedException, Problem, IOException {
    ProductId product = named.product(call).id();
    String pem = call.fields().required("certificate");
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("authority", json(verbs.trustAuthority().trust(product, pem, call.caller())));
    return Answer.created(body);
  }

  Answer remove(Call call) throws RefusedException, Problem {
    ProductId product = named.product(call).id();
    verbs.distrustAuthority().distrust(product, key(call.segment("authority")), call.caller());
    return new Answer.Nothing();
  }

  private static Digest key(String text) throws Problem {
    try {
      return new Digest(text);
    } catch (InvalidValueException e) {
      throw Problem.invalid(
          "an authority is named by the SHA-256 of its key: " + e.getMessage(),
          "GET the list to see the names");
    }
  }

  private static ObjectNode json(AuthorityView authority) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", authority.key().hex());
    json.put("subject", authority.subject());
    json.put("not_after", authority.notAfter().toString());
    return json.put("added_at", authority.addedAt().toString());
  }
}
