package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.firmament.server.app.RefusedException;

/**
 * Calls of other services at an event. There are none here, which Particle's clients understand
 * when it is an empty list, and only then.
 */
final class IntegrationEndpoints {
  private final Named named;

  IntegrationEndpoints(Named named) {
    this.named = named;
  }

  Answer list(Call call) {
    return Answer.ok(JsonNodeFactory.instance.arrayNode());
  }

  Answer ofProduct(Call call) throws RefusedException, Problem {
    named.product(call);
    return list(call);
  }
}
