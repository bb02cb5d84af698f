package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets updates start on a device whose application forbids them. */
@Command(
    name = "force",
    description = {
      "Lets updates start on a device whose application forbids them, until it is taken back.",
      "Overrides that switch and nothing else."
    })
final class DeviceForceCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @Parameters(paramLabel = "D", description = "Its id or name.")
  private String device;

  @Option(names = "--off", description = "Takes it back.")
  private boolean off;

  DeviceForceCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    wish.put("firmware_updates_forced", !off);
    String done = off ? "is not forced any more" : "takes updates, whatever its application says";
    return DeviceChange.apply(host, api, device, wish, done);
  }
}
