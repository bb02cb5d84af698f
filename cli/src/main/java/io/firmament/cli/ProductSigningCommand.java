package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says who signs for a product. */
@Command(name = "signing", description = "Says who signs what a product's devices may install.")
final class ProductSigningCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @Parameters(index = "0", paramLabel = "P", description = "Number or slug of the product.")
  private String product;

  @Parameters(
      index = "1",
      paramLabel = "WHO",
      description = "server-signed, or offline-signed: an upload must bring its manifest.")
  private String signing;

  ProductSigningCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    JsonNode changed =
        api.client(host)
            .put(
                "/v1/products/" + ApiClient.segment(product),
                JsonNodeFactory.instance.objectNode().put("signing", signing))
            .path("product");
    if (api.json()) {
      host.out().println(ProductListCommand.brief(changed).set("signing", changed.path("signing")));
    } else {
      host.out()
          .printf(
              "product %s is %s%n",
              changed.path("slug").asText(), changed.path("signing").asText());
    }
    return ExitCode.DONE;
  }
}
