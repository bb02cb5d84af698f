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
      "Releases a version: to all devices of a product that nothing more specific applies to, or",
      "to groups. Each gets it at its next session; with --intelligent those that are online get",
      "it at once. A person is asked before it happens; a program says --yes."
    })
final class ReleaseCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private ProductOption product;
  @Mixin private Consent consent;
  @Mixin private ReleaseTarget target;

  @Parameters(paramLabel = "VERSION", description = "The version.")
  private int version;

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
    target.requireUnderstood();
    ApiClient client = api.client(host);
    String what = "release version " + version + " to " + target.text(product.name());
    String word = Integer.toString(version);
    consent.require(host, what, "Type " + word + " to " + what + ": ", word);
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    wish.put("version", version).put("downgrade", downgrade);
    target.putInto(wish);
    untested.ifPresent(reason -> wish.put("untested_reason", reason));
    JsonNode release = client.put(product.path() + "/firmware/release", wish);
    release
        .path("warnings")
        .forEach(text -> host.err().println("firmament: warning: " + text.asText()));
    return api.done(
        host, release, "version " + version + " is released to " + target.text(product.name()));
  }
}
