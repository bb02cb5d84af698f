package io.firmament.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes a device nobody's own. */
@Command(name = "unclaim", description = "Makes a device nobody's; that changes nothing else.")
final class DeviceUnclaimCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private DeviceParameter device;

  DeviceUnclaimCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    api.client(host).delete(device.path());
    return api.done(host, "device " + device.name() + " is nobody's");
  }
}
