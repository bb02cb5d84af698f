package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a version back (feature PRD6). */
@Command(
    name = "withdraw",
    description = {
      "Takes a version back for good: every offer of it stops at once. Devices that run it keep it;",
      "all others are treated as if it had never been released."
    })
final class WithdrawCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private ProductOption product;
  @Mixin private Consent consent;

  @Parameters(paramLabel = "VERSION", description = "The version.")
  private int version;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is kept.")
  private Optional<String> reason = Optional.empty();

  WithdrawCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ApiClient client = api.client(host);
    String what = "withdraw version " + version + " of product " + product.name() + " for good";
    consent.require(host, what, Integer.toString(version));
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    reason.ifPresent(text -> wish.put("reason", text));
    JsonNode firmware = client.put(product.path() + "/firmware/" + version + "/withdraw", wish);
    return api.done(host, firmware, "version " + version + " is withdrawn");
  }
}
