package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Releases a version to a product's devices. */
@Command(
    name = "release",
    description = {
      "Releases a version to all devices of a product that nothing more specific applies to.",
      "Each gets it at its next session; with --intelligent those that are online get it at once."
    })
final class ReleaseCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @Parameters(paramLabel = "VERSION", description = "The version.")
  private int version;

  @Option(
      names = "--product",
      required = true,
      paramLabel = "P",
      description = "Number or slug of the product.")
  private String product;

  @Option(names = "--intelligent", description = "At once to every device that is online.")
  private boolean intelligent;

  @Option(names = "--yes", description = "Does not ask.")
  private boolean yes;

  @Option(
      names = "--untested",
      paramLabel = "REASON",
      description = "Releases what no device has run yet; the reason is kept.")
  private Optional<String> untested = Optional.empty();

  @Option(
      names = "--downgrade",
      description = "Devices that run a higher version are meant, too: they go back.")
  private boolean downgrade;

  ReleaseCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ApiClient client = api.client(host);
    if (!yes) {
      confirm();
    }
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    wish.put("version", version).put("product_default", true).put("intelligent", intelligent);
    wish.put("downgrade", downgrade);
    untested.ifPresent(reason -> wish.put("untested_reason", reason));
    JsonNode release =
        client.put("/v1/products/" + ApiClient.segment(product) + "/firmware/release", wish);
    if (api.json()) {
      host.out().println(release);
    } else {
      host.out()
          .printf(
              "version %d is released to product %s%s%n",
              version, product, intelligent ? ", at once where devices are online" : "");
    }
    return ExitCode.DONE;
  }

  private void confirm() throws CommandFailedException {
    if (!host.isTerminal()) {
      throw CommandFailedException.usage(
          "a release must be confirmed, and there is nobody to ask", "say --yes");
    }
    Optional<String> answer =
        host.ask(
            "Release version "
                + version
                + " to all devices of product "
                + product
                + (intelligent ? ", at once where they are online" : "")
                + "? [y/N] ");
    if (answer.filter(text -> text.strip().matches("(?i)y|yes")).isEmpty()) {
      throw CommandFailedException.failed("nothing was released", "answer y to release");
    }
  }
}
