package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.protocol.message.Control;
import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.InstalledModule;
import io.firmament.protocol.value.ModuleName;
import io.firmament.server.app.DeviceView;
import io.firmament.server.device.Approval;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Lock;
import io.firmament.server.session.Session;
import io.firmament.server.targeting.Target;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.Progress;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** A device, in Particle's names where Particle has one. */
final class DeviceJson {
  private DeviceJson() {}

  /** As in a list. */
  static ObjectNode brief(DeviceView view) {
    DeviceRecord device = view.device();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", device.id().hex());
    json.put("name", device.name());
    json.put("product_id", device.product().number());
    json.put("online", view.online());
    json.put("connected", view.online());
    json.put("state", view.state());
    versions(view, json);
    contact(view, json);
    json.put("quarantined", device.approval() == Approval.QUARANTINED);
    json.put("denied", device.approval() == Approval.DENIED);
    json.put("development", device.assignment().development());
    if (device.approval() != Approval.QUARANTINED) {
      ArrayNode groups = json.putArray("groups");
      view.groups().forEach(groups::add);
    }
    json.put("notes", device.notes());
    view.owner().ifPresentOrElse(o -> json.put("owner", o), () -> json.putNull("owner"));
    return json;
  }

  /** As by itself: with what it is doing and what it lets be done with it. */
  static ObjectNode full(DeviceView view) {
    ObjectNode json = brief(view);
    json.put("status", "normal");
    Optional<Flags> flags =
        view.session()
            .map(Session::flags)
            .or(() -> view.device().facts().map(facts -> facts.flags()));
    flags.ifPresent(
        said -> {
          json.put("firmware_updates_enabled", said.updatesEnabled());
          json.put("firmware_updates_forced_confirmed", said.updatesForced());
          json.put("reset_pending", said.resetPending());
        });
    json.put("firmware_updates_forced", view.device().assignment().forced());
    json.put("firmware_updates_pending", view.pending());
    view.device().facts().ifPresent(facts -> controls(facts.said(), json));
    view.device()
        .facts()
        .flatMap(facts -> facts.said().root())
        .ifPresent(root -> json.put("root", root));
    json.put("added_at", view.device().addedAt().toString());
    view.attempt().ifPresent(attempt -> json.set("update", update(attempt, view.progress())));
    json.putArray("functions");
    json.putObject("variables");
    return json;
  }

  /** What it can be asked: whatever it cannot is shown as unavailable (DEV16). */
  private static void controls(FullHello.Facts said, ObjectNode json) {
    json.put("protocol", said.protocol());
    ObjectNode controls = json.putObject("controls");
    for (Control control : Control.values()) {
      controls.put(control.label(), said.controls().has(control));
    }
  }

  /** Its latest update, running or ended. */
  private static ObjectNode update(Attempt attempt, Optional<Progress> progress) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", attempt.to().number());
    json.put("phase", attempt.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    json.put("since", attempt.since().toString());
    json.put("served_blocks", progress.map(Progress::served).orElse(0L));
    json.put("acknowledged_blocks", progress.map(Progress::blocks).orElse(0L));
    json.put("of_blocks", progress.map(Progress::of).orElse(0L));
    return json.put("detail", attempt.detail());
  }

  private static void versions(DeviceView view, ObjectNode json) {
    DeviceRecord device = view.device();
    Optional<InstalledModule> running =
        device.facts().flatMap(facts -> facts.running(ModuleName.APPLICATION));
    number(json, "firmware_version", running.map(module -> module.version().number()));
    json.put("firmware_product_id", device.product().number());
    device.facts().ifPresent(facts -> json.put("platform_id", facts.said().platform().number()));
    Optional<Lock> lock = device.assignment().lock();
    number(json, "desired_firmware_version", lock.map(l -> l.version().number()));
    if (lock.isPresent()) {
      json.put("flash", lock.get().flashNow());
    }
    Optional<Target> target = view.decision().target();
    number(
        json,
        "targeted_firmware_release_version",
        target.map(t -> t.firmware().version().number()));
  }

  private static void contact(DeviceView view, ObjectNode json) {
    Optional<Session> session = view.session();
    Optional<Instant> heard =
        session.map(Session::lastHeard).or(() -> view.device().contact().lastSeen());
    time(json, "last_heard", heard);
    time(json, "last_handshake_at", session.map(Session::lastTrigger));
    session.ifPresent(s -> json.put("last_ip_address", s.endpoint()));
    Optional<Instant> back =
        session.flatMap(Session::expectedBack).or(() -> view.device().contact().expectedBack());
    back.ifPresent(at -> json.put("expected_back", at.toString()));
  }

  private static void number(ObjectNode json, String name, Optional<Integer> value) {
    value.ifPresentOrElse(number -> json.put(name, number), () -> json.putNull(name));
  }

  private static void time(ObjectNode json, String name, Optional<Instant> value) {
    value.ifPresentOrElse(at -> json.put(name, at.toString()), () -> json.putNull(name));
  }
}
