package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.app.Caller;
import io.firmament.server.app.FindDevice;
import io.firmament.server.app.NewCredential;
import io.firmament.server.app.OperatorVerbs;
import io.firmament.server.app.RefusedException;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Product;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Devices, one by one and a product's. */
final class DeviceEndpoints {
  private static final int PER_PAGE = 25;
  private static final int MAX_PER_PAGE = 500;
  private static final int CHUNK = 1_000;

  private final OperatorVerbs verbs;
  private final Named named;
  private final InstantSource clock;

  DeviceEndpoints(OperatorVerbs verbs, Named named, InstantSource clock) {
    this.verbs = verbs;
    this.clock = clock;
    this.named = named;
  }

  Answer get(Call call) throws RefusedException, Problem {
    return Answer.ok(full(named.device(call)));
  }

  Answer explain(Call call) throws RefusedException, Problem {
    return Answer.ok(ExplainJson.of(verbs.findDevice().explain(named.device(call))));
  }

  /** A page of a product's devices, in the order of their ids. */
  Answer list(Call call) throws RefusedException, Problem {
    Product product = named.product(call);
    int perPage = (int) within(call.query().number("per_page"), PER_PAGE, MAX_PER_PAGE);
    long page = within(call.query().number("page"), 1, Integer.MAX_VALUE);
    List<DeviceRecord> found = matching(product, call.query());
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode devices = body.putArray("devices");
    found.stream()
        .skip((page - 1) * perPage)
        .limit(perPage)
        .map(device -> DeviceJson.brief(verbs.findDevice().explain(device)))
        .forEach(devices::add);
    body.putArray("customers");
    body.putObject("meta").put("total_pages", (found.size() + perPage - 1) / perPage);
    return Answer.ok(body);
  }

  private List<DeviceRecord> matching(Product product, Fields query) throws Problem {
    String id = query.text("deviceId").orElse("").toLowerCase(Locale.ROOT);
    String name = query.text("deviceName").orElse("");
    List<DeviceRecord> all = new ArrayList<>();
    FindDevice find = verbs.findDevice();
    List<DeviceRecord> chunk = find.of(product.id(), "", CHUNK);
    while (!chunk.isEmpty()) {
      chunk.stream()
          .filter(device -> device.id().hex().contains(id) && device.name().contains(name))
          .forEach(all::add);
      chunk = find.of(product.id(), chunk.get(chunk.size() - 1).id().hex(), CHUNK);
    }
    return all;
  }

  private static long within(OptionalLong wished, int otherwise, int most) throws Problem {
    long number = wished.orElse(otherwise);
    if (number < 1 || number > most) {
      throw Problem.invalid(
          "a page must be a number from 1 to " + most + ", but was " + number,
          "ask for page=1&per_page=25");
    }
    return number;
  }

  /** One change of a device, checked as far as its own value goes. */
  private interface Step {
    void take() throws RefusedException;
  }

  /** Changes what the body names, and leaves the rest as it is. */
  Answer change(Call call) throws RefusedException, Problem, IOException {
    DeviceRecord device = named.device(call);
    ObjectNode changed = JsonNodeFactory.instance.objectNode();
    List<Step> steps = steps(device, call, changed);
    if (steps.isEmpty()) {
      throw Problem.invalid(
          "the body names nothing that can be changed",
          "send one of name, desired_firmware_version, development, approved, retry, cancel,"
              + " credential");
    }
    for (Step step : steps) {
      step.take();
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("id", device.id().hex());
    answer.setAll(changed);
    return Answer.ok(answer.put("updated_at", clock.instant().toString()));
  }

  private List<Step> steps(DeviceRecord device, Call call, ObjectNode changed)
      throws Problem, IOException {
    Fields fields = call.fields();
    Caller caller = call.caller();
    DeviceId id = device.id();
    List<Step> steps = new ArrayList<>();
    fields.flag("approved").ifPresent(yes -> steps.add(approval(id, yes, caller, changed)));
    if (fields.has("name")) {
      String name = fields.text("name").orElse(id.hex());
      changed.put("name", name);
      steps.add(() -> verbs.renameDevice().rename(id, name, caller));
    }
    fields
        .flag("development")
        .ifPresent(
            yes -> {
              changed.put("development", yes);
              steps.add(() -> verbs.markDevelopment().mark(id, yes, caller));
            });
    Optional<NewCredential> credential = SentCredential.of(call);
    if (credential.isPresent()) {
      changed.put("credential", fields.object("credential").orElseThrow().required("kind"));
      steps.add(() -> verbs.replaceCredential().replace(id, credential.get(), caller));
    }
    if (fields.has("desired_firmware_version")) {
      steps.add(lock(id, fields, caller, changed));
    }
    if (fields.flag("cancel").orElse(false)) {
      changed.put("cancel", true);
      steps.add(() -> verbs.cancelUpdate().cancel(id, caller));
    }
    if (fields.flag("retry").orElse(false)) {
      changed.put("retry", true);
      steps.add(() -> verbs.retryDevice().retry(id, caller));
    }
    return steps;
  }

  private Step approval(DeviceId id, boolean yes, Caller caller, ObjectNode changed) {
    changed.put("approved", yes);
    return yes
        ? () -> verbs.approveDevice().approve(id, caller)
        : () -> verbs.denyDevice().deny(id, caller);
  }

  private Step lock(DeviceId id, Fields fields, Caller caller, ObjectNode changed) throws Problem {
    if (fields.isNull("desired_firmware_version")) {
      changed.putNull("desired_firmware_version");
      return () -> verbs.unlockDevice().unlock(id, caller);
    }
    long number = fields.number("desired_firmware_version").orElseThrow();
    FirmwareVersion version = new FirmwareVersion(Numbers.asInt(number));
    boolean flashNow = fields.flag("flash").orElse(false);
    changed.put("desired_firmware_version", version.number());
    return () -> verbs.lockDevice().lock(id, version, flashNow, caller);
  }

  /** Turns a device away: {@code {"deny":true}}. */
  Answer delete(Call call) throws RefusedException, Problem, IOException {
    DeviceRecord device = named.device(call);
    if (!call.fields().flag("deny").orElse(false)) {
      throw Problem.invalid(
          "a device cannot be removed from its product yet",
          "send {\"deny\":true} to turn it away");
    }
    verbs.denyDevice().deny(device.id(), call.caller());
    return new Answer.Nothing();
  }

  private ObjectNode full(DeviceRecord device) {
    return DeviceJson.full(verbs.findDevice().explain(device));
  }
}
