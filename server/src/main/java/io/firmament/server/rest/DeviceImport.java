package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.app.NewDevice;
import io.firmament.server.app.OperatorVerbs;
import io.firmament.server.app.RefusedException;
import io.firmament.server.device.Product;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Adds devices to a product: one, with its name and credential, or a list of ids. */
final class DeviceImport {
  private final OperatorVerbs verbs;
  private final Named named;

  DeviceImport(OperatorVerbs verbs, Named named) {
    this.verbs = verbs;
    this.named = named;
  }

  /** What became of each id. */
  private record Outcome(
      List<String> updated, List<String> existing, List<String> nonmember, List<String> invalid) {
    Outcome() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  Answer add(Call call) throws Problem, RefusedException, IOException {
    Product product = named.product(call);
    Outcome outcome = new Outcome();
    if (call.fields().has("ids") || call.fields().has("file")) {
      for (String id : ids(call.fields())) {
        addOf(id, product, call, outcome);
      }
    } else {
      addOne(product, call, outcome);
    }
    return Answer.ok(json(outcome));
  }

  /** The ids of {@code ids}, or of an uploaded file, one a line. */
  private static List<String> ids(Fields fields) throws Problem {
    if (fields.has("ids")) {
      return fields.texts("ids");
    }
    return fields.required("file").lines().map(String::strip).filter(id -> !id.isEmpty()).toList();
  }

  private void addOne(Product product, Call call, Outcome outcome)
      throws Problem, RefusedException, IOException {
    Fields fields = call.fields();
    DeviceId id = new DeviceId(fields.required("id"));
    NewDevice wish = new NewDevice(id, product.id(), fields.text("name"), SentCredential.of(call));
    boolean known = isKnown(id);
    verbs.registerDevice().register(wish, call.caller());
    (known ? outcome.existing() : outcome.updated()).add(id.hex());
  }

  private void addOf(String text, Product product, Call call, Outcome outcome)
      throws RefusedException {
    if (!DeviceId.isDeviceId(text)) {
      outcome.invalid().add(text);
      return;
    }
    DeviceId id = new DeviceId(text);
    boolean known = isKnown(id);
    try {
      NewDevice wish = new NewDevice(id, product.id(), Optional.empty(), Optional.empty());
      verbs.registerDevice().register(wish, call.caller());
      (known ? outcome.existing() : outcome.updated()).add(id.hex());
    } catch (RefusedException refused) {
      if (refused.kind() != RefusedException.Kind.CONFLICT) {
        throw refused;
      }
      outcome.nonmember().add(id.hex());
    }
  }

  private boolean isKnown(DeviceId id) {
    try {
      verbs.findDevice().named(id.hex());
      return true;
    } catch (RefusedException unknown) {
      return false;
    }
  }

  private static ObjectNode json(Outcome outcome) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("updated", outcome.updated().size() + outcome.existing().size());
    list(json, "updatedDeviceIds", outcome.updated());
    list(json, "existingDeviceIds", outcome.existing());
    list(json, "nonmemberDeviceIds", outcome.nonmember());
    list(json, "invalidDeviceIds", outcome.invalid());
    return json;
  }

  private static void list(ObjectNode json, String name, List<String> ids) {
    ArrayNode array = json.putArray(name);
    ids.forEach(array::add);
  }
}
