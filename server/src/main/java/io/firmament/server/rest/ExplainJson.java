package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.server.app.DeviceView;
import io.firmament.server.device.Failure;
import io.firmament.server.targeting.Decision;
import io.firmament.server.targeting.Evidence;
import io.firmament.server.targeting.Target;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.Progress;
import java.util.Locale;

/** Why a device gets what it gets, or nothing (feature TGT15). */
final class ExplainJson {
  private ExplainJson() {}

  static ObjectNode of(DeviceView view) {
    Decision decision = view.decision();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", view.device().id().hex());
    json.put("name", view.device().name());
    json.put("product_id", view.device().product().number());
    json.put("online", view.online());
    json.put("state", view.state());
    decision
        .target()
        .ifPresentOrElse(
            target -> json.set("target", target(target)), () -> json.putNull("target"));
    decision
        .reason()
        .ifPresentOrElse(
            reason -> json.put("reason", reason.toString()), () -> json.putNull("reason"));
    json.put("opens_when", decision.opensWhen());
    ArrayNode also = json.putArray("also");
    decision.also().forEach(reason -> also.add(reason.toString()));
    ArrayNode evidence = json.putArray("evidence");
    decision.evidence().forEach(one -> evidence.add(evidence(one)));
    view.attempt().ifPresent(attempt -> json.set("attempt", attempt(attempt)));
    view.progress().ifPresent(progress -> json.set("progress", progress(progress)));
    ArrayNode failures = json.putArray("failures");
    view.device().failures().forEach(failure -> failures.add(failure(failure)));
    return json;
  }

  private static ObjectNode target(Target target) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", target.firmware().version().number());
    json.put("title", target.firmware().title());
    json.put("rule", target.rule());
    json.put("at_once", target.atOnce());
    json.put("since", target.since().toString());
    return json.put("by", target.by());
  }

  private static ObjectNode evidence(Evidence evidence) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", evidence.name());
    json.put("verdict", label(evidence.verdict()));
    json.put("why", evidence.why());
    evidence.reason().ifPresent(reason -> json.put("reason", reason.toString()));
    if (!evidence.opensWhen().isEmpty()) {
      json.put("opens_when", evidence.opensWhen());
    }
    return json;
  }

  /** One update. */
  static ObjectNode attempt(Attempt attempt) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("command_id", attempt.commandId());
    attempt.from().ifPresent(from -> json.put("from", from.number()));
    json.put("to", attempt.to().number());
    json.put("state", attempt.state().name());
    json.put("since", attempt.since().toString());
    json.put("offered_at", attempt.offeredAt().toString());
    json.put("trigger", attempt.cause().trigger());
    json.put("rule", attempt.cause().rule());
    json.put("by", attempt.cause().by());
    return json.put("detail", attempt.detail());
  }

  private static ObjectNode progress(Progress progress) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("blocks", progress.blocks());
    json.put("of", progress.of());
    json.put("served", progress.served());
    return json.put("at", progress.at().toString());
  }

  private static ObjectNode failure(Failure failure) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", failure.version().number());
    json.put("class", failure.cause().label());
    json.put("times", failure.times());
    json.put("detail", failure.detail());
    return json.put("since", failure.since().toString());
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
