package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.access.Rights;
import io.firmament.server.app.DeviceQuery;
import io.firmament.server.app.DeviceView;
import io.firmament.server.app.OperatorVerbs;
import io.firmament.server.app.RefusedException;
import io.firmament.server.device.DeviceFacts;
import io.firmament.server.device.Product;
import io.firmament.server.session.Session;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** How devices and the fleet are, as far as the server knows it; nothing is made up. */
final class VitalsEndpoints {
  private final OperatorVerbs verbs;
  private final Named named;
  private final InstantSource clock;

  VitalsEndpoints(OperatorVerbs verbs, Named named, InstantSource clock) {
    this.verbs = verbs;
    this.named = named;
    this.clock = clock;
  }

  /** What is known now: nothing older is kept. */
  Answer list(Call call) throws RefusedException, Problem {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("diagnostics").add(vitals(call));
    return Answer.ok(body);
  }

  Answer last(Call call) throws RefusedException, Problem {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("diagnostics", vitals(call));
    return Answer.ok(body);
  }

  /** Asks the device, so that what is known is of now. */
  Answer update(Call call) throws RefusedException, Problem {
    DeviceId device = named.device(call).id();
    if (!DeviceAnswer.of(device, verbs.pingDevice().ping(device))) {
      throw new Problem(
          404, "unreachable", "device " + device + " is not connected", "try when it is online");
    }
    return Answer.ok(JsonNodeFactory.instance.objectNode().put("ok", true));
  }

  /** What the names in the vitals mean. */
  Answer metadata(Call call) {
    ObjectNode names = JsonNodeFactory.instance.objectNode();
    ObjectNode body = names.putObject("diagnostics");
    body.put("service.device.status", "whether it is online, and since when");
    body.put("service.coap.round_trip", "the last round trip in milliseconds");
    body.put("device.system.boots", "how often it has booted");
    body.put("device.system.modules", "what is installed on it");
    return Answer.ok(names);
  }

  private ObjectNode vitals(Call call) throws RefusedException, Problem {
    DeviceView view = verbs.findDevice().explain(named.device(call));
    Optional<DeviceFacts> facts = view.device().facts();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    Instant at =
        view.session()
            .map(Session::lastHeard)
            .or(() -> facts.map(DeviceFacts::saidAt))
            .orElseGet(clock::instant);
    json.put("updated_at", at.toString());
    json.put("deviceID", view.device().id().hex());
    ObjectNode payload = json.putObject("payload");
    ObjectNode service = payload.putObject("service");
    ObjectNode device = service.putObject("device");
    device.put("status", view.online() ? "online" : "offline");
    view.session().ifPresent(s -> device.put("since", s.onlineSince().toString()));
    view.session()
        .flatMap(Session::roundTrip)
        .ifPresent(rtt -> service.putObject("coap").put("round_trip", rtt.toMillis()));
    ObjectNode system = payload.putObject("device").putObject("system");
    facts.ifPresent(said -> system(system, said));
    return json;
  }

  private static void system(ObjectNode json, DeviceFacts facts) {
    json.put("boots", facts.said().bootCount());
    ArrayNode modules = json.putArray("modules");
    facts
        .said()
        .modules()
        .forEach(
            module ->
                modules
                    .addObject()
                    .put("name", module.name().toString())
                    .put("version", module.version().number())
                    .put("state", module.state().name()));
  }

  /** How many are online now. No history of it is kept, nor counts of events and calls. */
  Answer metrics(Call call) throws RefusedException, Problem {
    Product product = named.product(call);
    String metric = call.segment("metric");
    if (!metric.equals("online")) {
      throw new Problem(
          404,
          "not_measured",
          "'" + metric + "' is not measured here",
          "'online' is, and GET /v1/products/:product/firmware counts devices by version");
    }
    DeviceQuery all =
        new DeviceQuery(
            Rights.EVERYTHING,
            Optional.of(product.id()),
            "",
            "",
            List.of(),
            DeviceQuery.Sort.ID,
            false,
            0,
            0);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("at", clock.instant().toString());
    body.put("devices", verbs.listDevices().list(all).total());
    body.put("online", verbs.listDevices().online(product.id()));
    return Answer.ok(body);
  }
}
