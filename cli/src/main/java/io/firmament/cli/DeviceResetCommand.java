package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a device boot. */
@Command(
    name = "reset",
    description = "Makes a device that is online boot, which applies an update that is complete.")
final class DeviceResetCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @Parameters(paramLabel = "D", description = "Its id or name.")
  private String device;

  @ArgGroup(exclusive = true)
  private Mode mode = new Mode();

  /** How it boots. */
  private static final class Mode {
    @Option(names = "--apply", description = "Only to apply an update that is complete.")
    private boolean apply;

    @Option(names = "--safe-mode", description = "Without its application.")
    private boolean safe;

    private String word() {
      if (apply) {
        return "apply";
      }
      return safe ? "safe-mode" : "reboot";
    }
  }

  DeviceResetCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    JsonNode answer =
        api.client(host)
            .put(
                "/v1/devices/" + ApiClient.segment(device) + "/reset",
                JsonNodeFactory.instance.objectNode().put("mode", mode.word()));
    if (api.json()) {
      host.out().println(answer);
    } else {
      host.out().println("device " + device + " boots now");
    }
    return ExitCode.DONE;
  }
}
