package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Gives a device another credential. */
@Command(
    name = "key",
    description = {
      "Gives a device another credential; its session ends at once, and what it had opens nothing.",
      "A pre-shared key is only sent to this machine or over TLS."
    })
final class DeviceKeyCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @Mixin private CredentialOptions credential;

  @Parameters(paramLabel = "D", description = "Its id or name.")
  private String device;

  DeviceKeyCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ApiClient client = api.client(host);
    String id = client.get("/v1/devices/" + ApiClient.segment(device)).path("id").asText();
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    wish.set("credential", credential.json(id, client));
    return DeviceChange.apply(host, api, device, wish, "has another key; its session has ended");
  }
}
