package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.app.PublishEvent;
import io.firmament.server.app.RefusedException;
import java.io.IOException;
import java.util.Optional;

/** Events that operators publish: {@code {name, data}}. */
final class PublishEndpoint {
  private final PublishEvent publish;
  private final Named named;

  PublishEndpoint(PublishEvent publish, Named named) {
    this.publish = publish;
    this.named = named;
  }

  /** Into the stream of those who see every product, by one of them. */
  Answer toAll(Call call) throws RefusedException, Problem, IOException {
    if (!call.caller().rights().everyProduct()) {
      throw Problem.forbidden(
          "this token sees some products only",
          "publish to one of them: POST /v1/products/:product/events");
    }
    return publish(call, Optional.empty());
  }

  Answer toProduct(Call call) throws RefusedException, Problem, IOException {
    return publish(call, Optional.of(named.product(call).id()));
  }

  private Answer publish(Call call, Optional<ProductId> product)
      throws RefusedException, Problem, IOException {
    Fields fields = call.fields();
    String data = fields.text("data").orElse("");
    publish.publish(product, fields.required("name"), data, call.caller());
    return Answer.ok(JsonNodeFactory.instance.objectNode().put("ok", true));
  }
}
