package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.protocol.manifest.EntitledKey;
import io.firmament.protocol.manifest.KeyId;
import io.firmament.protocol.manifest.Root;
import io.firmament.protocol.manifest.TrustedKey;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.app.OperatorVerbs;
import io.firmament.server.app.RefusedException;
import io.firmament.server.app.RootView;
import java.io.IOException;
import java.util.Base64;
import java.util.List;

/** Root documents: who may say what devices believe. */
final class RootEndpoints {
  private final OperatorVerbs verbs;

  RootEndpoints(OperatorVerbs verbs) {
    this.verbs = verbs;
  }

  Answer list(Call call) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode roots = body.putArray("roots");
    verbs.findRoots().all().forEach(view -> roots.add(json(view)));
    return Answer.ok(body);
  }

  Answer get(Call call) throws RefusedException, Problem {
    String number = call.segment("number");
    if (!number.matches("[1-9][0-9]{0,9}")) {
      throw Problem.invalid("'" + number + "' is no number", "root documents begin with number 1");
    }
    return Answer.ok(json(verbs.findRoots().numbered(Long.parseLong(number))));
  }

  /** {@code {"document": BASE64}}. */
  Answer publish(Call call) throws RefusedException, Problem, IOException {
    String base64 = call.fields().required("document");
    try {
      byte[] signed = Base64.getDecoder().decode(base64);
      return Answer.created(json(verbs.publishRoot().publish(signed, call.caller())));
    } catch (IllegalArgumentException e) {
      throw Problem.invalid(
          "'document' is not base64: " + e.getMessage(), "send the signed document in base64");
    }
  }

  private static ObjectNode json(RootView view) {
    Root root = view.root();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("number", root.number());
    json.put("threshold", root.threshold());
    ids(json.putArray("root_keys"), root.rootKeys());
    ArrayNode release = json.putArray("release_keys");
    root.releaseKeys().forEach(key -> release.add(json(key)));
    ids(json.putArray("server_keys"), root.serverKeys());
    ArrayNode revoked = json.putArray("revoked");
    root.revoked().stream().map(KeyId::hex).sorted().forEach(revoked::add);
    json.put("published_at", view.document().publishedAt().toString());
    json.putObject("published_by").put("username", view.document().publishedBy());
    json.put("document", view.document().base64());
    ArrayNode warnings = json.putArray("warnings");
    view.warnings().forEach(warnings::add);
    return json;
  }

  private static ObjectNode json(EntitledKey key) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", key.key().id().hex());
    json.put("algorithm", key.key().algorithm().name());
    ArrayNode products = json.putArray("products");
    key.products().stream().sorted().mapToLong(ProductId::number).forEach(products::add);
    return json;
  }

  private static void ids(ArrayNode array, List<TrustedKey> keys) {
    keys.forEach(key -> array.add(key.id().hex()));
  }
}
