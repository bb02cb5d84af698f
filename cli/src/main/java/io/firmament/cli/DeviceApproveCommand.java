package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lets a device in. */
@Command(name = "approve", description = "Lets a device in that waits in quarantine or was denied.")
final class DeviceApproveCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @Parameters(paramLabel = "D", description = "Its id or name.")
  private String device;

  DeviceApproveCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    wish.put("approved", true);
    return DeviceChange.apply(host, api, device, wish, "is approved");
  }
}
