package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a release would do, as a dry run says it (feature REL7).
 *
 * @param said the server's answer
 */
record Foresight(JsonNode said) {
  /** What a release brings along so that it does no more than this. */
  String confirmation() {
    return said.path("confirmation").asText();
  }

  /** Of going back: the number of the first release that this would make. */
  long number() {
    return said.path("releases").path(0).path("number").asLong();
  }

  /** Says it in numbers; and of going back, to which version. */
  void print(PrintStream out) {
    List<String> versions = new ArrayList<>();
    for (JsonNode release : said.path("releases")) {
      versions.add("version " + release.path("version").asText() + " to " + scope(release));
    }
    line(out, "released", versions);
    int updates = said.path("updates").asInt();
    int now = said.path("now").asInt();
    out.printf(
        "updated     %s: %d at once, %d later%n", Amount.of(updates, "device"), now, updates - now);
    List<String> sources = new ArrayList<>();
    for (JsonNode from : said.path("by_version")) {
      sources.add(from.path("total").asText() + " from version " + from.path("version").asText());
    }
    line(out, "of these", sources);
    if (said.path("back").asInt() > 0) {
      out.printf(
          "back        %s to a lower version%n", Amount.of(said.path("back").asLong(), "device"));
    }
    line(out, "waiting", counts(said.path("waiting")));
    line(out, "skipped", counts(said.path("skipped")));
    out.printf(
        "cost        %s, %s%n",
        Amount.of(said.path("encoded_bytes").asLong(), "byte"),
        Amount.of(said.path("reboots").asLong(), "reboot"));
  }

  private static String scope(JsonNode release) {
    return release.path("product_default").asBoolean()
        ? "the product"
        : "group " + release.path("groups").path(0).asText();
  }

  private static List<String> counts(JsonNode counts) {
    List<String> texts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> count : counts.properties()) {
      texts.add(count.getValue().asText() + " " + count.getKey());
    }
    return texts;
  }

  private static void line(PrintStream out, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      out.printf("%-11s %s%n", name, String.join(", ", texts));
    }
  }
}
