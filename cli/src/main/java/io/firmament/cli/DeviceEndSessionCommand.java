package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a device handshake in full. */
@Command(
    name = "end-session",
    description = "Makes a device that is online drop its DTLS session and handshake in full.")
final class DeviceEndSessionCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @Parameters(paramLabel = "D", description = "Its id or name.")
  private String device;

  DeviceEndSessionCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    api.client(host).delete("/v1/devices/" + ApiClient.segment(device) + "/session");
    if (api.json()) {
      host.out().println(JsonNodeFactory.instance.objectNode().put("ok", true));
    } else {
      host.out().println("device " + device + " ends its session");
    }
    return ExitCode.DONE;
  }
}
