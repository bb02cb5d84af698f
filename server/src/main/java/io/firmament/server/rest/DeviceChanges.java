package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.app.Caller;
import io.firmament.server.app.ChangeDevice;
import io.firmament.server.app.DeviceChange;
import io.firmament.server.app.GroupDevices.Regrouping;
import io.firmament.server.app.NewCredential;
import io.firmament.server.app.OperatorVerbs;
import io.firmament.server.app.RefusedException;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Product;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Changes of one device, or of several in the same way. */
final class DeviceChanges {
  private final OperatorVerbs verbs;
  private final Named named;
  private final DeviceFlash flash;
  private final InstantSource clock;

  DeviceChanges(OperatorVerbs verbs, Named named, DeviceFlash flash, InstantSource clock) {
    this.verbs = verbs;
    this.named = named;
    this.flash = flash;
    this.clock = clock;
  }

  /** What is asked of a device beside what is decided about it. */
  private interface Step {
    void take() throws RefusedException;
  }

  /** Flashes what the body brings; or changes what it names, and leaves the rest as it is. */
  Answer one(Call call) throws RefusedException, Problem, IOException {
    DeviceRecord device = named.device(call);
    return call.body().isMultipart()
        ? flash.flash(device.id(), call, other -> changed(device, other))
        : changed(device, call);
  }

  private Answer changed(DeviceRecord device, Call call)
      throws RefusedException, Problem, IOException {
    ObjectNode changed = JsonNodeFactory.instance.objectNode();
    DeviceChange wish =
        SentDeviceChange.of(
            call.fields(), Etag.unchanged(call, Etag::of), device.id().hex(), changed);
    List<Step> steps = steps(device, call, changed);
    boolean signal = signal(device, call, changed);
    if (wish.isEmpty() && steps.isEmpty() && !signal) {
      throw Problem.invalid(
          "the body names nothing that can be changed",
          "send one of name, notes, groups, desired_firmware_version, development, approved,"
              + " firmware_updates_forced, retry, cancel, credential, or a file");
    }
    DeviceRecord after =
        wish.isEmpty() && steps.isEmpty()
            ? device
            : verbs.changeDevice().change(device.id(), wish, call.caller());
    for (Step step : steps) {
      step.take();
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("id", device.id().hex());
    answer.setAll(changed);
    return Answer.ok(answer.put("updated_at", clock.instant().toString()))
        .with("ETag", Etag.of(after));
  }

  private List<Step> steps(DeviceRecord device, Call call, ObjectNode changed)
      throws Problem, IOException {
    Fields fields = call.fields();
    Caller caller = call.caller();
    DeviceId id = device.id();
    List<Step> steps = new ArrayList<>();
    Optional<NewCredential> credential = SentCredential.of(call);
    if (credential.isPresent()) {
      changed.put("credential", fields.object("credential").orElseThrow().required("kind"));
      steps.add(() -> verbs.replaceCredential().replace(id, credential.get(), caller));
    }
    Optional<Boolean> forced = fields.flag("firmware_updates_forced");
    if (forced.isPresent()) {
      changed.put("firmware_updates_forced", forced.get());
      steps.add(() -> verbs.forceUpdates().force(id, forced.get(), caller));
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

  /** These devices have no light that could be told to blink: it is answered that it does not. */
  private boolean signal(DeviceRecord device, Call call, ObjectNode changed)
      throws Problem, IOException {
    boolean asked = call.fields().flag("signal").isPresent();
    if (asked) {
      changed.put("connected", verbs.findDevice().explain(device).online());
      changed.put("signaling", false);
    }
    return asked;
  }

  /** {@code {action, devices, metadata}}: all of them or, where something is wrong, none. */
  Answer several(Call call) throws RefusedException, Problem, IOException {
    Product product = named.product(call);
    Fields fields = call.fields();
    Fields metadata = fields.object("metadata").orElseGet(Fields::none);
    Set<DeviceId> devices = devices(call, product);
    String action = fields.required("action");
    switch (action) {
      case "groups" -> regroup(product, devices, metadata, call.caller());
      case "lock" -> change(devices, metadata, "desired_firmware_version", call.caller());
      case "unlock" -> unlock(devices, call.caller());
      case "development" -> change(devices, metadata, "development", call.caller());
      case "approve" -> approve(devices, call.caller());
      default ->
          throw Problem.invalid(
              "'action' must be groups, lock, unlock, development or approve, but was '"
                  + action
                  + "'",
              "send {action, devices: [ids], metadata: {…}}");
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return Answer.ok(json.put("ok", true).put("devices", devices.size()));
  }

  private Set<DeviceId> devices(Call call, Product product)
      throws RefusedException, Problem, IOException {
    List<String> names = call.fields().texts("devices");
    if (names.isEmpty() || names.size() > ChangeDevice.MOST_DEVICES) {
      throw Problem.invalid(
          "'devices' must have 1 to "
              + ChangeDevice.MOST_DEVICES
              + " entries, but had "
              + names.size(),
          "send them in several requests");
    }
    Set<DeviceId> devices = new LinkedHashSet<>();
    for (String name : names) {
      DeviceRecord device = named.device(call, name);
      if (!device.product().equals(product.id())) {
        throw Problem.notFound(
            "product '" + product.slug() + "' has no device '" + name + "'",
            "nothing was changed; leave it out");
      }
      devices.add(device.id());
    }
    return devices;
  }

  private void regroup(Product product, Set<DeviceId> devices, Fields metadata, Caller caller)
      throws RefusedException, Problem {
    Set<String> add = Set.copyOf(metadata.texts("add"));
    Set<String> remove = Set.copyOf(metadata.texts("remove"));
    if (add.isEmpty() && remove.isEmpty()) {
      throw Problem.invalid(
          "'metadata' names no groups", "send {\"add\": [groups]} or {\"remove\": [groups]}");
    }
    verbs.groupDevices().regroup(new Regrouping(product.id(), devices, add, remove), caller);
  }

  private void change(Set<DeviceId> devices, Fields metadata, String field, Caller caller)
      throws RefusedException, Problem {
    if (!metadata.has(field)) {
      throw Problem.invalid("'" + field + "' is missing", "send it within 'metadata'");
    }
    ObjectNode only = JsonNodeFactory.instance.objectNode();
    only.set(field, metadata.tree().get(field));
    if (metadata.has("flash")) {
      only.set("flash", metadata.tree().get("flash"));
    }
    verbs.changeDevice().change(devices, wish(Fields.of(only)), caller);
  }

  private void unlock(Set<DeviceId> devices, Caller caller) throws RefusedException, Problem {
    ObjectNode only = JsonNodeFactory.instance.objectNode().putNull("desired_firmware_version");
    verbs.changeDevice().change(devices, wish(Fields.of(only)), caller);
  }

  private void approve(Set<DeviceId> devices, Caller caller) throws RefusedException, Problem {
    ObjectNode only = JsonNodeFactory.instance.objectNode().put("approved", true);
    verbs.changeDevice().change(devices, wish(Fields.of(only)), caller);
  }

  private static DeviceChange wish(Fields fields) throws Problem {
    return SentDeviceChange.of(fields, device -> true, "", JsonNodeFactory.instance.objectNode());
  }
}
