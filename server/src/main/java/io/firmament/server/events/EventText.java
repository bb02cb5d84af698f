package io.firmament.server.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.server.app.ServerEvent;
import io.firmament.server.app.StoredEvent;

/** How an event is written in a stream (WHATWG HTML section 9.2.5, Particle's fields). */
final class EventText {
  private static final int TTL_SECONDS = 60;
  private static final String NO_DEVICE = "api";

  private EventText() {}

  static String of(StoredEvent stored) {
    ServerEvent event = stored.event();
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("data", event.data());
    data.put("ttl", TTL_SECONDS);
    data.put("published_at", event.at().toString());
    data.put("coreid", event.device().map(Object::toString).orElse(NO_DEVICE));
    data.put("userid", event.user());
    if (event.version() >= 0) {
      data.put("version", event.version());
    }
    data.put("public", false);
    event.product().ifPresent(product -> data.put("productID", product.number()));
    String name = event.name().replaceAll("[\\r\\n\\u0000]", " ");
    return "id: " + stored.id() + "\nevent: " + name + "\ndata: " + data + "\n\n";
  }
}
