package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Asks a device whether it is here. */
@Command(name = "ping", description = "Asks a device whether it is here; 1 when it is not.")
final class DevicePingCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;
  @Mixin private DeviceParameter device;

  DevicePingCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    JsonNode answer =
        api.client(host).ask(device.path() + "/ping", "PUT", JsonNodeFactory.instance.objectNode());
    boolean online = answer.path("online").asBoolean();
    api.done(host, answer, "device " + device.name() + (online ? " answers" : " does not answer"));
    return online ? ExitCode.DONE : ExitCode.FAILED;
  }
}
