package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Asks what a release would do, device by device, and says it. */
final class DryRun {
  private static final int PER_PAGE = 500;

  private final ApiClient client;
  private final String product;
  private final ObjectNode wish;

  /**
   * @param product where the product is
   * @param wish what would be sent to release it
   */
  DryRun(ApiClient client, String product, ObjectNode wish) {
    this.client = client;
    this.product = product;
    this.wish = wish;
  }

  /** In numbers. */
  Foresight sum() throws CommandFailedException {
    return new Foresight(page("?per_page=1"));
  }

  /** Says all of it. */
  int show(Host host, ApiOptions api) throws CommandFailedException {
    JsonNode first = page("?per_page=" + PER_PAGE);
    ArrayNode devices = (ArrayNode) first.path("devices");
    JsonNode last = first;
    while (last.path("next").isTextual()) {
      last = page("?per_page=" + PER_PAGE + "&after=" + last.path("next").asText());
      last.path("devices").forEach(devices::add);
    }
    if (api.json()) {
      ((ObjectNode) first).remove("next");
      host.out().println(first);
      return ExitCode.DONE;
    }
    new Foresight(first).print(host.out());
    host.out().println();
    table(devices).print(host.out(), host.columns());
    return ExitCode.DONE;
  }

  private static Table table(ArrayNode devices) {
    Table table = new Table("ID", "NAME", "FROM", "TO", "BYTES", "WAITS FOR, OR SKIPPED");
    for (JsonNode device : devices) {
      boolean skipped = device.path("effect").asText().equals("skip");
      table.row(
          device.path("id").asText(),
          device.path("name").asText(),
          DeviceListCommand.number(device, "from"),
          DeviceListCommand.number(device, "to"),
          DeviceListCommand.number(device, "encoded_bytes"),
          skipped
              ? "skipped: " + device.path("why").asText() + ", " + device.path("detail").asText()
              : device.path("waits").asText("nothing"));
    }
    return table;
  }

  private JsonNode page(String query) throws CommandFailedException {
    return client.ask(product + "/firmware/release/dry-run" + query, "POST", wish);
  }
}
