package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes a device out of its product. */
@Command(
    name = "remove",
    description = "Takes a device out of its product, with its key and its history.")
final class DeviceRemoveCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private DeviceParameter device;
  @Mixin private Consent consent;

  DeviceRemoveCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ApiClient client = api.client(host);
    JsonNode found = client.get(device.path());
    String id = found.path("id").asText();
    consent.require(host, "remove device " + device.name(), id);
    client.delete("/v1/products/" + found.path("product_id").asText() + "/devices/" + id);
    return api.done(host, "device " + device.name() + " is removed");
  }
}
