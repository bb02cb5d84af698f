package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.access.Access;
import io.firmament.server.access.Rights;
import io.firmament.server.app.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What somebody is to be allowed: {@code role}, which is {@code viewer}, {@code member} or {@code
 * administrator}, and {@code products}, by number or slug; without that, all of them.
 */
final class SentRights {
  private SentRights() {}

  static Rights of(Call call, Named named) throws Problem, RefusedException, IOException {
    Fields fields = call.fields();
    Access access = access(fields.required("role"));
    if (!fields.has("products") || fields.isNull("products")) {
      return Rights.ofEvery(access);
    }
    if (access == Access.ADMINISTER) {
      throw Problem.invalid(
          "an administrator has to do with every product",
          "leave products out, or make it a member");
    }
    List<ProductId> products = new ArrayList<>();
    for (String product : fields.texts("products")) {
      products.add(named.product(call, product).id());
    }
    return Rights.of(access, products);
  }

  private static Access access(String role) throws Problem {
    return switch (role) {
      case "viewer" -> Access.READ;
      case "member" -> Access.WRITE;
      case "administrator" -> Access.ADMINISTER;
      default ->
          throw Problem.invalid(
              "'role' must be viewer, member or administrator, but was '" + role + "'",
              "a viewer only looks; a member changes what belongs to products");
    };
  }

  /** The same in an answer. */
  static void put(ObjectNode json, Rights rights) {
    json.put(
        "role",
        switch (rights.access()) {
          case READ -> "viewer";
          case WRITE -> "member";
          case ADMINISTER -> "administrator";
        });
    if (rights.everyProduct()) {
      json.putNull("products");
    } else {
      ArrayNode products = json.putArray("products");
      rights.products().forEach(product -> products.add(product.number()));
    }
  }
}
