package io.firmament.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes a version that was never released (feature PRD6). */
@Command(name = "delete", description = "Deletes a version that was never released.")
final class FirmwareDeleteCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private ProductOption product;
  @Mixin private Consent consent;

  @Parameters(paramLabel = "VERSION", description = "The version.")
  private int version;

  FirmwareDeleteCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ApiClient client = api.client(host);
    String what = "delete version " + version + " of product " + product.name();
    consent.require(host, what, Integer.toString(version));
    client.delete(product.path() + "/firmware/" + version);
    return api.done(host, "version " + version + " is deleted");
  }
}
