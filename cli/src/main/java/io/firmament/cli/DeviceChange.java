package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Changes one thing of a device and says so. */
final class DeviceChange {
  private DeviceChange() {}

  static int apply(Host host, ApiOptions api, String device, ObjectNode wish, String done)
      throws CommandFailedException {
    JsonNode answer = api.client(host).put("/v1/devices/" + ApiClient.segment(device), wish);
    if (api.json()) {
      host.out().println(answer);
    } else {
      host.out().println("device " + device + " " + done);
    }
    return ExitCode.DONE;
  }
}
