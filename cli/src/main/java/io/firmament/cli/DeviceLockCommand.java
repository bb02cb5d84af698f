package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Binds a device to one version. */
@Command(name = "lock", description = "Binds a device to one version, whatever is released.")
final class DeviceLockCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @Parameters(index = "0", paramLabel = "D", description = "Its id or name.")
  private String device;

  @Parameters(index = "1", paramLabel = "VERSION", description = "The version.")
  private int version;

  @Option(
      names = "--flash-now",
      description = "At once if it is online; at its next session otherwise.")
  private boolean flashNow;

  DeviceLockCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    wish.put("desired_firmware_version", version).put("flash", flashNow);
    return DeviceChange.apply(host, api, device, wish, "is locked to version " + version);
  }
}
