package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says how many devices of a product are updated together. */
@Command(
    name = "limits",
    description = "Says how many of a product's devices are updated together; 0 is no limit.")
final class ProductLimitsCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @Parameters(paramLabel = "P", description = "Number or slug of the product.")
  private String product;

  @ArgGroup(exclusive = false, multiplicity = "1")
  private Wish wish;

  /** What is to be different. */
  private static final class Wish {
    @Option(names = "--at-once", paramLabel = "N", description = "Updates under way at a time.")
    private Optional<Integer> atOnce = Optional.empty();

    @Option(names = "--per-minute", paramLabel = "N", description = "Updates begun in a minute.")
    private Optional<Integer> perMinute = Optional.empty();
  }

  ProductLimitsCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    wish.atOnce.ifPresent(number -> body.put("transfers_at_once", number));
    wish.perMinute.ifPresent(number -> body.put("starts_per_minute", number));
    JsonNode after =
        api.client(host).put("/v1/products/" + ApiClient.segment(product), body).path("product");
    JsonNode settings = after.path("settings");
    return api.done(
        host,
        after,
        String.format(
            "product %s: %s at once, %s begun in a minute (0: no limit)",
            product,
            settings.path("transfers_at_once").asText(),
            settings.path("starts_per_minute").asText()));
  }
}
