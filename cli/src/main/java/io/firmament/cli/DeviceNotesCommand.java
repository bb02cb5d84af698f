package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes notes about a device. */
@Command(name = "notes", description = "Writes notes about a device, in place of those it has.")
final class DeviceNotesCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private DeviceParameter device;

  @Parameters(index = "1", paramLabel = "TEXT", description = "The notes; '' for none.")
  private String notes;

  DeviceNotesCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    return DeviceChange.apply(
        host,
        api,
        device.name(),
        JsonNodeFactory.instance.objectNode().put("notes", notes),
        notes.isEmpty() ? "has no notes" : "has notes");
  }
}
