package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.access.Rights;
import io.firmament.server.app.NewProduct;
import io.firmament.server.app.OperatorVerbs;
import io.firmament.server.app.RefusedException;
import io.firmament.server.device.Product;
import io.firmament.server.device.TransferLimits;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Products. */
final class ProductEndpoints {
  private static final String OFFLINE = "offline-signed";
  private static final String SERVER = "server-signed";
  private static final String AT_ONCE = "transfers_at_once";
  private static final String STARTS = "starts_per_minute";
  private static final String SIGNING = "send \"" + SERVER + "\" or \"" + OFFLINE + "\"";

  private final OperatorVerbs verbs;
  private final Named named;

  ProductEndpoints(OperatorVerbs verbs, Named named) {
    this.verbs = verbs;
    this.named = named;
  }

  /**
   * Those that the caller sees; all at once where no page is asked for, as Particle's cloud does.
   */
  Answer list(Call call) throws Problem {
    Rights rights = call.caller().rights();
    List<Product> seen =
        verbs.findProduct().all().stream().filter(product -> rights.sees(product.id())).toList();
    Page page = Page.of(call, Page.MOST);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode products = body.putArray("products");
    page.of(seen).forEach(product -> products.add(json(product)));
    page.meta(body, seen.size());
    return Answer.ok(body);
  }

  Answer get(Call call) throws RefusedException, Problem {
    return Answer.ok(wrapped(named.product(call)));
  }

  Answer create(Call call) throws Problem, RefusedException, IOException {
    Fields fields = call.fields();
    OptionalLong platform = fields.number("platform_id");
    if (platform.isEmpty()) {
      throw Problem.invalid(
          "'platform_id' is missing", "send the number of the hardware that its firmware runs on");
    }
    OptionalLong id = fields.number("id");
    NewProduct wish =
        new NewProduct(
            fields.required("name"),
            new PlatformId(Numbers.asInt(platform.getAsLong())),
            id.isPresent() ? Optional.of(new ProductId(id.getAsLong())) : Optional.empty(),
            offline(fields).orElse(false));
    return Answer.created(wrapped(verbs.registerProduct().register(wish, call.caller())));
  }

  /** Changes who signs for it, or how many of its devices are updated together. */
  Answer change(Call call) throws Problem, RefusedException, IOException {
    Product product = named.product(call);
    Fields fields = call.fields();
    Optional<Boolean> offline = offline(fields);
    boolean limits = fields.has(AT_ONCE) || fields.has(STARTS);
    if (offline.isEmpty() && !limits) {
      throw Problem.invalid(
          "the body names nothing that can be changed",
          "send signing, " + AT_ONCE + " or " + STARTS);
    }
    Optional<TransferLimits> limited =
        limits ? Optional.of(limits(fields, product.limits())) : Optional.empty();
    if (offline.isPresent()) {
      product = verbs.changeSigning().change(product.id(), offline.get(), call.caller());
    }
    if (limited.isPresent()) {
      product = verbs.releases().limitProduct().limit(product.id(), limited.get(), call.caller());
    }
    return Answer.ok(wrapped(product));
  }

  private static TransferLimits limits(Fields fields, TransferLimits before) throws Problem {
    return new TransferLimits(
        Numbers.asInt(fields.number(AT_ONCE).orElse(before.atOnce())),
        Numbers.asInt(fields.number(STARTS).orElse(before.startsPerMinute())));
  }

  private static Optional<Boolean> offline(Fields fields) throws Problem {
    Optional<String> signing = fields.text("signing");
    if (signing.filter(text -> !text.equals(OFFLINE) && !text.equals(SERVER)).isPresent()) {
      throw Problem.invalid("'signing' cannot be '" + signing.get() + "'", SIGNING);
    }
    return signing.map(OFFLINE::equals);
  }

  private static ObjectNode wrapped(Product product) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("product", json(product));
    return body;
  }

  private static ObjectNode json(Product product) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", product.id().number());
    json.put("slug", product.slug());
    json.put("name", product.name());
    json.put("platform_id", product.platform().number());
    json.put("description", "");
    json.put("signing", product.offlineSigned() ? OFFLINE : SERVER);
    json.put("created_at", product.createdAt().toString());
    json.putArray("groups");
    json.putObject("settings")
        .put(AT_ONCE, product.limits().atOnce())
        .put(STARTS, product.limits().startsPerMinute());
    return json;
  }
}
