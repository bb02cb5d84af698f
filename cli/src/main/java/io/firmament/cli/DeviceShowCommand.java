package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows a device, what it is to run, and why it does not yet. */
@Command(
    name = "show",
    description = "Shows a device: what it runs, what it is to run, and why it does not yet.")
final class DeviceShowCommand implements Step {
  private final Host host;
  @Mixin private ApiOptions api;

  @Parameters(paramLabel = "D", description = "Its id or name.")
  private String device;

  DeviceShowCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    ApiClient client = api.client(host);
    String path = "/v1/devices/" + ApiClient.segment(device);
    JsonNode found = client.get(path);
    JsonNode explained = client.get(path + "/explain");
    if (api.json()) {
      ((ObjectNode) found).set("explain", explained);
      host.out().println(found);
    } else {
      print(found, explained);
    }
    return ExitCode.DONE;
  }

  private void print(JsonNode found, JsonNode explained) {
    line("device", found.path("id").asText() + " (" + found.path("name").asText() + ")");
    line("product", found.path("product_id").asText());
    line("online", found.path("online").asBoolean() ? "yes" : "no");
    line("last heard", found.path("last_heard").asText("never"));
    line("runs", DeviceListCommand.number(found, "firmware_version"));
    line("state", found.path("state").asText());
    line("updates", updates(found));
    line("controls", controls(found.path("controls")));
    cost("wire", found.path("bytes"));
    cost("last update", found.at("/update/bytes"));
    ExplainCommand.print(host, explained);
  }

  private static String updates(JsonNode found) {
    List<String> words = new ArrayList<>();
    words.add(found.path("firmware_updates_enabled").asBoolean(true) ? "enabled" : "disabled");
    if (found.path("firmware_updates_forced").asBoolean()) {
      boolean confirmed = found.path("firmware_updates_forced_confirmed").asBoolean();
      words.add(confirmed ? "forced" : "forced (not confirmed yet)");
    }
    if (found.path("firmware_updates_pending").asBoolean()) {
      words.add("one pending");
    }
    if (found.path("reset_pending").asBoolean()) {
      words.add("one complete, waits for a reset");
    }
    return String.join(", ", words);
  }

  /** What a device does without is shown, and is no error (DEV16). */
  private static String controls(JsonNode controls) {
    List<String> missing = new ArrayList<>();
    controls
        .properties()
        .forEach(
            one -> {
              if (!one.getValue().asBoolean()) {
                missing.add(one.getKey());
              }
            });
    return missing.isEmpty() ? "all" : "all but " + String.join(", ", missing) + " (unavailable)";
  }

  /** Octets of UDP payload, up and down. */
  private void cost(String name, JsonNode bytes) {
    if (bytes.isMissingNode()) {
      return;
    }
    StringBuilder kinds = new StringBuilder();
    for (String kind : List.of("handshake", "control", "firmware", "repeated")) {
      kinds.append(kinds.isEmpty() ? "" : ", ").append(kind).append(' ').append(pair(bytes, kind));
    }
    String part = bytes.path("whole").asBoolean(true) ? "" : ", less what a kill took";
    line(name, pair(bytes, "total") + " octets up + down (" + kinds + part + ")");
  }

  private static String pair(JsonNode bytes, String kind) {
    JsonNode octets = bytes.path(kind);
    return octets.path("up").asText() + " + " + octets.path("down").asText();
  }

  private void line(String name, String value) {
    ExplainCommand.line(host, name, value);
  }
}
