package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.app.DeviceView;
import io.firmament.server.app.OperatorVerbs;
import io.firmament.server.app.RefusedException;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.transfer.Attempt;
import java.io.IOException;
import java.util.List;

/** One device: looked at, claimed, asked, removed. */
final class DeviceEndpoints {
  private final OperatorVerbs verbs;
  private final Named named;

  DeviceEndpoints(OperatorVerbs verbs, Named named) {
    this.verbs = verbs;
    this.named = named;
  }

  Answer get(Call call) throws RefusedException, Problem {
    DeviceRecord device = named.device(call);
    DeviceView view = verbs.findDevice().explain(device);
    ObjectNode json = DeviceJson.full(view);
    verbs.findLedger().of(device.id()).ifPresent(l -> json.set("bytes", LedgerJson.of(l)));
    view.attempt()
        .flatMap(attempt -> verbs.findLedger().of(device.id(), attempt))
        .ifPresent(cost -> json.withObject("/update").set("bytes", LedgerJson.of(cost)));
    return Answer.ok(json).with("ETag", Etag.of(device));
  }

  Answer explain(Call call) throws RefusedException, Problem {
    return Answer.ok(ExplainJson.of(verbs.findDevice().explain(named.device(call))));
  }

  /** Its updates, the latest first, with who and what caused them (feature REL11). */
  Answer history(Call call) throws RefusedException, Problem {
    DeviceId device = named.device(call).id();
    List<Attempt> all = verbs.releases().findHistory().ofDevice(device);
    Page page = Page.of(call);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode updates = body.putArray("updates");
    page.of(all).forEach(attempt -> updates.add(update(device, attempt)));
    page.meta(body, all.size());
    return Answer.ok(body);
  }

  private ObjectNode update(DeviceId device, Attempt attempt) {
    ObjectNode json = ExplainJson.attempt(attempt);
    verbs
        .findLedger()
        .of(device, attempt)
        .ifPresent(cost -> json.set("bytes", LedgerJson.of(cost)));
    return json;
  }

  /** {@code {id, request_transfer}}. */
  Answer claim(Call call) throws RefusedException, Problem, IOException {
    DeviceRecord device = named.device(call, call.fields().required("id"));
    boolean transfer = call.fields().flag("request_transfer").orElse(false);
    verbs.claimDevice().claim(device.id(), transfer, call.caller());
    DeviceView view = verbs.findDevice().explain(device);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("ok", true).put("id", device.id().hex());
    json.put("connected", view.online());
    return Answer.ok(json.put("user_id", call.caller().name()));
  }

  Answer unclaim(Call call) throws RefusedException, Problem {
    verbs.claimDevice().unclaim(named.device(call).id(), call.caller());
    return Answer.ok(JsonNodeFactory.instance.objectNode().put("ok", true));
  }

  /** Takes it out of its product, or turns it away: {@code {"deny":true}}. */
  Answer remove(Call call) throws RefusedException, Problem, IOException {
    DeviceId device = named.device(call).id();
    if (call.fields().flag("deny").orElse(false)) {
      verbs.denyDevice().deny(device, call.caller());
    } else {
      verbs.removeDevice().remove(device, call.caller());
    }
    return new Answer.Nothing();
  }

  /** Asks it whether it is here. */
  Answer ping(Call call) throws RefusedException, Problem {
    DeviceId device = named.device(call).id();
    boolean online = DeviceAnswer.of(device, verbs.pingDevice().ping(device));
    return Answer.ok(JsonNodeFactory.instance.objectNode().put("online", online).put("ok", true));
  }

  /** A variable: these devices have none. */
  Answer variable(Call call) throws RefusedException, Problem {
    throw absent(call, "variable", "variable_not_found");
  }

  /** A function: these devices have none. */
  Answer function(Call call) throws RefusedException, Problem {
    throw absent(call, "function", "function_not_found");
  }

  private Problem absent(Call call, String what, String code) throws RefusedException, Problem {
    DeviceRecord device = named.device(call);
    return new Problem(
        404,
        code,
        "device " + device.id() + " has no " + what + " '" + call.segment("name") + "'",
        "firmware here publishes events: GET /v1/devices/" + device.id() + "/events");
  }
}
