package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Lists that come in pages, read to their end. */
final class Pages {
  /** The most that one answer brings. */
  private static final int MOST = 500;

  private Pages() {}

  /**
   * Reads all pages.
   *
   * @param path where the list is
   * @param field the field of an answer that holds a page; empty where the answer is the page
   */
  static ArrayNode all(ApiClient client, String path, String field) throws CommandFailedException {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    int came = MOST;
    for (int page = 1; came == MOST; page++) {
      JsonNode answer =
          client.get(
              path + (path.contains("?") ? "&" : "?") + "per_page=" + MOST + "&page=" + page);
      JsonNode entries = field.isEmpty() ? answer : answer.path(field);
      entries.forEach(all::add);
      came = entries.size();
    }
    return all;
  }
}
