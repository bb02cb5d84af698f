package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code firmament product}. */
@Command(
    name = "product",
    description = "Products: fleets of devices that run the same firmware.",
    subcommands = {ProductCommand.Create.class, ProductCommand.ListAll.class},
    mixinStandardHelpOptions = true)
final class ProductCommand {
  /** {@code firmament product create}. */
  @Command(name = "create", description = "Makes a product.", mixinStandardHelpOptions = true)
  static final class Create extends Task {
    @Parameters(paramLabel = "NAME", description = "For people; the slug is made of it.")
    private String name;

    @Option(
        names = "--platform",
        paramLabel = "N",
        required = true,
        description = "The hardware: Particle's number, or one of your own.")
    private int platform;

    @Option(names = "--id", paramLabel = "N", description = "Its number; else the next free one.")
    private Long id;

    @Mixin private CloudOptions cloud = new CloudOptions();
    @Mixin private ResultFormat format = new ResultFormat();

    @Override
    int perform() throws CommandFailedException, InterruptedException {
      ObjectNode wish = JsonNodeFactory.instance.objectNode();
      wish.put("name", name).put("platform_id", platform);
      if (id != null) {
        wish.put("id", id);
      }
      JsonNode product = brief(cloud.client(terminal()).post("/v1/products", wish).get("product"));
      format.print(
          terminal(),
          product,
          () ->
              terminal()
                  .line(
                      "product %s, slug %s, platform %s",
                      product.get("id"), product.get("slug").asText(), product.get("platform_id")));
      return DONE;
    }
  }

  /** {@code firmament product list}. */
  @Command(name = "list", description = "Lists the products.", mixinStandardHelpOptions = true)
  static final class ListAll extends Task {
    @Mixin private CloudOptions cloud = new CloudOptions();
    @Mixin private ResultFormat format = new ResultFormat();

    @Override
    int perform() throws CommandFailedException, InterruptedException {
      ArrayNode products = JsonNodeFactory.instance.arrayNode();
      cloud
          .client(terminal())
          .get("/v1/products")
          .get("products")
          .forEach(product -> products.add(brief(product)));
      format.print(
          terminal(),
          products,
          () ->
              Columns.of("ID", "SLUG", "NAME", "PLATFORM")
                  .rows(products, "id", "slug", "name", "platform_id")
                  .print(terminal()));
      return DONE;
    }
  }

  /** {id, slug, name, platform_id}. */
  private static ObjectNode brief(JsonNode product) {
    ObjectNode brief = JsonNodeFactory.instance.objectNode();
    for (String field : List.of("id", "slug", "name", "platform_id")) {
      brief.set(field, product.get(field));
    }
    return brief;
  }
}
