package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists products. */
@Command(name = "list", description = "Lists all products.")
final class ProductListCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  ProductListCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    JsonNode products = Pages.all(api.client(host), "/v1/products", "products");
    if (api.json()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      products.forEach(product -> list.add(brief(product)));
      host.out().println(list);
      return ExitCode.DONE;
    }
    Table table = new Table("ID", "SLUG", "PLATFORM", "NAME");
    for (JsonNode product : products) {
      table.row(
          product.path("id").asText(),
          product.path("slug").asText(),
          product.path("platform_id").asText(),
          product.path("name").asText());
    }
    table.print(host.out(), host.columns());
    return ExitCode.DONE;
  }

  /** What programs are told of a product. */
  static ObjectNode brief(JsonNode product) {
    ObjectNode brief = JsonNodeFactory.instance.objectNode();
    for (String field : List.of("id", "slug", "name", "platform_id")) {
      brief.set(field, product.path(field));
    }
    return brief;
  }
}
