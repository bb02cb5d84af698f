package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Gives a device another name. */
@Command(name = "rename", description = "Gives a device another name; '' takes its name away.")
final class DeviceRenameCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private DeviceParameter device;

  @Parameters(index = "1", paramLabel = "NAME", description = "Its new name.")
  private String name;

  DeviceRenameCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    return DeviceChange.apply(
        host,
        api,
        device.name(),
        name.isEmpty()
            ? JsonNodeFactory.instance.objectNode().putNull("name")
            : JsonNodeFactory.instance.objectNode().put("name", name),
        name.isEmpty() ? "has no name" : "is called " + name);
  }
}
