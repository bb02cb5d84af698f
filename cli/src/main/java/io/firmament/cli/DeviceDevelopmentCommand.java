package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says whether a device is for development. */
@Command(
    name = "development",
    description = "Makes a device one for development: it keeps what it was given by hand.")
final class DeviceDevelopmentCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private DeviceParameter device;

  @Option(names = "--off", description = "Makes it one of the product's devices again.")
  private boolean off;

  DeviceDevelopmentCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    return DeviceChange.apply(
        host,
        api,
        device.name(),
        JsonNodeFactory.instance.objectNode().put("development", !off),
        off ? "gets what its product gets" : "is for development");
  }
}
