package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Releases a version to a product's devices (features REL2 to REL7). */
@Command(
    name = "release",
    description = {
      "Releases a version: to all devices of a product that nothing more specific applies to, or",
      "to groups. Each gets it at its next session; with --intelligent those that are online get",
      "it at once. A person sees first what it would do, and types the version to go on; a",
      "program says --yes."
    })
final class ReleaseCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private ProductOption product;
  @Mixin private Consent consent;
  @Mixin private ScopeOptions scope;
  @Mixin private DisruptionOptions disruption;

  @Parameters(paramLabel = "VERSION", description = "The version.")
  private int version;

  @Option(
      names = "--dry-run",
      description = "Only says what it would do, device by device, and does nothing.")
  private boolean dryRun;

  @Option(
      names = "--confirmed",
      paramLabel = "TEXT",
      description =
          "The 'confirmation' of a dry run: released if it does no more than that showed.")
  private Optional<String> confirmed = Optional.empty();

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
    ObjectNode wish = wish();
    ApiClient client = api.client(host);
    DryRun trial = new DryRun(client, product.path(), wish);
    if (dryRun) {
      return trial.show(host, api);
    }
    if (confirmed.isPresent()) {
      wish.put("confirmation", confirmed.get());
    } else {
      confirm(trial, wish);
    }
    JsonNode release = client.put(product.path() + "/firmware/release", wish);
    Warnings.say(host, release);
    return api.done(
        host, release, "version " + version + " is released to " + scope.text(product.name()));
  }

  private ObjectNode wish() throws CommandFailedException {
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    wish.put("version", version).put("downgrade", downgrade);
    wish.put("intelligent", disruption.isIntelligent());
    scope.putInto(wish);
    untested.ifPresent(reason -> wish.put("untested_reason", reason));
    return wish;
  }

  /** A person says yes to what he sees, and to no more than that. */
  private void confirm(DryRun trial, ObjectNode wish) throws CommandFailedException {
    String what = "release version " + version + " to " + scope.text(product.name());
    if (consent.isOpen(host, what)) {
      Foresight foresight = trial.sum();
      foresight.print(host.err());
      consent.require(host, what, Integer.toString(version));
      wish.put("confirmation", foresight.confirmation());
    }
  }
}
