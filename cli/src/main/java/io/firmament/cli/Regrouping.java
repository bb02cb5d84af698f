package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Puts devices into groups and takes them out of groups: all of that, or nothing.
 *
 * @param change groups by {@code add} and {@code remove}
 */
record Regrouping(ObjectNode change) {
  /** One of both. */
  static Regrouping of(String verb, List<String> groups) {
    ObjectNode change = JsonNodeFactory.instance.objectNode();
    ArrayNode names = change.putArray(verb);
    groups.forEach(names::add);
    return new Regrouping(change);
  }

  /** Both at once. */
  static Regrouping of(List<String> add, List<String> remove) {
    ObjectNode change = of("add", add).change();
    change.setAll(of("remove", remove).change());
    return new Regrouping(change);
  }

  /** Changes devices of a product. */
  JsonNode apply(ApiClient client, String product, List<String> devices)
      throws CommandFailedException {
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    wish.put("action", "groups");
    ArrayNode names = wish.putArray("devices");
    devices.forEach(names::add);
    wish.set("metadata", change);
    return client.put(product + "/devices", wish);
  }
}
