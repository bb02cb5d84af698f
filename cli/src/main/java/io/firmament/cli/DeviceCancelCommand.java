package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Stops the update that is on its way to a device. */
@Command(
    name = "cancel",
    description =
        "Stops the update that is on its way to a device, until 'retry' or another target.")
final class DeviceCancelCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @Parameters(paramLabel = "D", description = "Its id or name.")
  private String device;

  DeviceCancelCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    wish.put("cancel", true);
    return DeviceChange.apply(
        host, api, device, wish, "gives up what is on its way to it, and keeps what it received");
  }
}
