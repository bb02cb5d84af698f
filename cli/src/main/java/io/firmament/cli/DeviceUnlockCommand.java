package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lets releases apply to a device again. */
@Command(
    name = "unlock",
    description = "Lets releases apply to a device again, from its next session on.")
final class DeviceUnlockCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @Parameters(paramLabel = "D", description = "Its id or name.")
  private String device;

  DeviceUnlockCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    wish.putNull("desired_firmware_version");
    return DeviceChange.apply(host, api, device, wish, "is unlocked");
  }
}
