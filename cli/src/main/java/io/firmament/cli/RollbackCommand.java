package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Goes back to the release before (feature REL9). */
@Command(
    name = "rollback",
    description = {
      "Goes back to what was released before: to the product, or to groups. Devices get it as they",
      "got what is taken back: at their next session, or at once."
    })
final class RollbackCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private ProductOption product;
  @Mixin private Consent consent;
  @Mixin private ScopeOptions scope;
  @Mixin private DisruptionOptions disruption;

  @Option(names = "--dry-run", description = "Only says what it would do, and does nothing.")
  private boolean dryRun;

  RollbackCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    scope.putInto(wish);
    if (disruption.isIntelligent()) {
      wish.put("intelligent", true);
    }
    ApiClient client = api.client(host);
    String path = product.path() + "/firmware/release/previous";
    if (dryRun) {
      return show(foresee(client, path, wish));
    }
    String what = "go back to the release before, " + scope.text(product.name());
    Foresight foresight = foresee(client, path, wish);
    if (consent.isOpen(host, what)) {
      foresight.print(host.err());
      consent.require(host, what, "back");
    }
    // Should the answer be lost, the same wish again is refused instead of going back twice.
    JsonNode release = client.put(path, wish.put("number", foresight.number()));
    Warnings.say(host, release);
    return api.done(
        host,
        release,
        String.format(
            "version %s is released again to %s",
            release.path("version").asText(), scope.text(product.name())));
  }

  private static Foresight foresee(ApiClient client, String path, ObjectNode wish)
      throws CommandFailedException {
    return new Foresight(client.ask(path, "PUT", wish.deepCopy().put("dry_run", true)));
  }

  private int show(Foresight foresight) {
    if (api.json()) {
      host.out().println(foresight.said());
    } else {
      foresight.print(host.out());
    }
    return ExitCode.DONE;
  }
}
