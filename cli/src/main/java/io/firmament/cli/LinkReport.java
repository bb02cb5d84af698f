package io.firmament.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.device.emulation.Fate;
import io.firmament.device.emulation.LinkTraffic;
import io.firmament.device.emulation.PathCounts;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What an emulated link did, for programs and for people. */
final class LinkReport {
  private LinkReport() {}

  static ObjectNode asJson(LinkTraffic link) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("up", asJson(link.up()));
    json.set("down", asJson(link.down()));
    return json.put("rebinds", link.rebinds());
  }

  private static ObjectNode asJson(PathCounts path) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("arrived", path.arrived()).put("arrivedBytes", path.arrivedBytes());
    json.put("delivered", path.delivered()).put("deliveredBytes", path.deliveredBytes());
    json.put("duplicated", path.duplicated()).put("reordered", path.reordered());
    ObjectNode drops = json.putObject("dropped");
    List.of(Fate.values()).forEach(fate -> drops.put(label(fate), path.dropped(fate)));
    return json;
  }

  /** One row a direction, without what did not happen. */
  static Map<String, String> rows(LinkTraffic link) {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("link up", words(link.up()));
    rows.put("link down", words(link.down()));
    rows.put("link rebinds", Long.toString(link.rebinds()));
    return rows;
  }

  private static String words(PathCounts path) {
    String drops =
        Arrays.stream(Fate.values())
            .filter(fate -> path.dropped(fate) > 0)
            .map(fate -> ", " + path.dropped(fate) + " " + label(fate))
            .collect(Collectors.joining());
    return "%d of %d datagrams (%d bytes), %d twice, %d held back%s"
        .formatted(
            path.delivered(),
            path.arrived(),
            path.deliveredBytes(),
            path.duplicated(),
            path.reordered(),
            drops);
  }

  private static String label(Fate fate) {
    return fate.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
