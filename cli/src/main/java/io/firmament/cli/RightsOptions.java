package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What somebody may do, and with which products. */
final class RightsOptions {
  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description =
          "viewer (looks), member (also changes what belongs to products), administrator.")
  private String role;

  @Option(
      names = "--product",
      split = ",",
      paramLabel = "P",
      description = "Only with these products, by number or slug; else with all.")
  private List<String> products = new ArrayList<>();

  /** Adds them to what is sent. */
  void putInto(ObjectNode wish) {
    wish.put("role", role);
    if (!products.isEmpty()) {
      ArrayNode array = wish.putArray("products");
      products.forEach(array::add);
    }
  }

  /** The products that an answer names, for a table. */
  static String products(JsonNode answer) {
    List<String> numbers = new ArrayList<>();
    answer.path("products").forEach(number -> numbers.add(number.asText()));
    return answer.path("products").isArray() ? String.join(",", numbers) : "all";
  }
}
