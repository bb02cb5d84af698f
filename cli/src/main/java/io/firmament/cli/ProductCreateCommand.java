package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates a product. */
@Command(name = "create", description = "Creates a product.")
final class ProductCreateCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @Parameters(paramLabel = "NAME", description = "Its name.")
  private String name;

  @Option(
      names = "--platform",
      required = true,
      paramLabel = "N",
      description = "Number of the hardware that its firmware runs on.")
  private long platform;

  @Option(
      names = "--id",
      paramLabel = "N",
      description = "Its number; the next free one otherwise.")
  private Long id;

  @Option(
      names = "--offline-signed",
      description = "What its devices may install is signed elsewhere, never by the server.")
  private boolean offlineSigned;

  ProductCreateCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    wish.put("name", name).put("platform_id", platform);
    if (offlineSigned) {
      wish.put("signing", "offline-signed");
    }
    if (id != null) {
      wish.put("id", id);
    }
    JsonNode product = api.client(host).post("/v1/products", wish).path("product");
    if (api.json()) {
      host.out().println(ProductListCommand.brief(product));
    } else {
      host.out()
          .printf(
              "product %s is number %s; use it as --product %s%n",
              product.path("name").asText(),
              product.path("id").asText(),
              product.path("slug").asText());
    }
    return ExitCode.DONE;
  }
}
