package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.server.app.ProductSummary;
import io.firmament.server.app.RefusedException;
import io.firmament.server.app.RolloutCounts;
import io.firmament.server.app.SummarizeProduct;
import java.util.TreeMap;

/** A product's fleet in numbers (features OBS2, REL10). */
final class SummaryEndpoint {
  private final SummarizeProduct summarize;
  private final Named named;

  SummaryEndpoint(SummarizeProduct summarize, Named named) {
    this.summarize = summarize;
    this.named = named;
  }

  Answer get(Call call) throws Problem, RefusedException {
    ProductSummary summary = summarize.summarize(named.product(call).id());
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("devices", summary.devices());
    json.put("online", summary.online());
    ObjectNode states = json.putObject("states");
    new TreeMap<>(summary.states()).forEach((code, count) -> states.put(code.name(), count));
    json.set("running", ReleaseJson.byVersion(summary.running()));
    ObjectNode versions = json.putObject("versions");
    new TreeMap<>(summary.versions())
        .forEach((version, counts) -> versions.set(version.toString(), json(counts)));
    ObjectNode releases = json.putObject("releases");
    new TreeMap<>(summary.releases())
        .forEach((number, counts) -> releases.set(number.toString(), json(counts)));
    return Answer.ok(json);
  }

  private static ObjectNode json(RolloutCounts counts) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("devices", counts.devices());
    json.put("updated", counts.updated());
    json.put("running", counts.running());
    json.put("failed", counts.failed());
    json.put("rolled_back", counts.rolledBack());
    json.put("lost", counts.lost());
    return json.put("pending", counts.pending());
  }
}
