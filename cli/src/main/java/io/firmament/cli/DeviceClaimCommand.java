package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a device somebody's own. */
@Command(name = "claim", description = "Makes a device yours; that changes nothing about rights.")
final class DeviceClaimCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private DeviceParameter device;

  @Option(names = "--transfer", description = "Also when it is somebody else's.")
  private boolean transfer;

  DeviceClaimCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    wish.put("id", device.name()).put("request_transfer", transfer);
    return api.done(
        host, api.client(host).post("/v1/devices", wish), "device " + device.name() + " is yours");
  }
}
