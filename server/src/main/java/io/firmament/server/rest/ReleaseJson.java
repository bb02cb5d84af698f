package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.app.ForeseeRelease;
import io.firmament.server.app.Published;
import io.firmament.server.device.GroupId;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Release;
import io.firmament.server.targeting.Effect;
import io.firmament.server.targeting.Foresight;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Releases and what they would do, in Particle's names where Particle has one. */
final class ReleaseJson {
  private ReleaseJson() {}

  /** One release, or several of one version that were made together. */
  static ObjectNode of(
      Release release, boolean productDefault, Collection<String> groups, Firmware firmware) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("number", release.number());
    json.put("version", release.version().number());
    json.put("title", firmware.title());
    json.put("size", firmware.binary().sizeBytes());
    json.put("product_default", productDefault);
    json.put("intelligent", release.intelligent());
    json.put("uploaded_on", firmware.uploadedAt().toString());
    json.putObject("uploaded_by").put("username", firmware.uploadedBy());
    json.put("released_by", release.releasedBy());
    json.put("product_id", release.product().number());
    ArrayNode array = json.putArray("groups");
    groups.stream().sorted().forEach(array::add);
    release.halted().ifPresentOrElse(why -> json.put("halted", why), () -> json.putNull("halted"));
    release.untested().ifPresent(reason -> json.put("untested_reason", reason));
    return json.put("updated_at", release.releasedAt().toString());
  }

  /** What a release would do, in numbers. */
  static ObjectNode of(Foresight foresight) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("confirmation", foresight.confirmation().toString());
    json.put("updates", foresight.updates());
    json.put("now", foresight.now());
    json.put("back", foresight.back());
    json.put("newly_back", foresight.newlyBack());
    json.put("encoded_bytes", foresight.encodedBytes());
    json.put("reboots", foresight.reboots());
    json.set("by_version", byVersion(foresight.byVersion()));
    json.set("waiting", counts(foresight.waiting()));
    json.set("skipped", counts(foresight.skipped()));
    return json;
  }

  /**
   * What going back would do: to which version, scope by scope, and in numbers.
   *
   * @param names the groups' names
   */
  static ObjectNode back(Published foreseen, Map<GroupId, String> names) {
    ObjectNode json = of(foreseen.foresight());
    ArrayNode releases = json.putArray("releases");
    for (Release release : foreseen.releases()) {
      ObjectNode one = releases.addObject();
      one.put("number", release.number());
      one.put("version", release.version().number());
      one.put("product_default", release.scope().group().isEmpty());
      ArrayNode groups = one.putArray("groups");
      release.scope().group().map(id -> names.getOrDefault(id, "")).ifPresent(groups::add);
    }
    return json;
  }

  /** A page of it, device by device. */
  static ObjectNode of(ForeseeRelease.Page page) {
    ObjectNode json = of(page.sum());
    ArrayNode devices = json.putArray("devices");
    page.effects().forEach(effect -> devices.add(effect(effect)));
    page.next().ifPresentOrElse(next -> json.put("next", next.hex()), () -> json.putNull("next"));
    return json;
  }

  /** Versions in ascending order, each with how many devices. */
  static ArrayNode byVersion(Map<FirmwareVersion, Integer> counts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    new TreeMap<>(counts)
        .forEach(
            (version, total) ->
                array.addObject().put("version", version.number()).put("total", total));
    return array;
  }

  private static ObjectNode counts(Map<?, Integer> counts) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    Map<String, Integer> sorted = new TreeMap<>();
    counts.forEach((code, count) -> sorted.put(code.toString(), count));
    sorted.forEach(json::put);
    return json;
  }

  private static ObjectNode effect(Effect effect) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", effect.device().hex());
    json.put("name", effect.name());
    Optional<FirmwareVersion> from = effect.from();
    from.ifPresentOrElse(v -> json.put("from", v.number()), () -> json.putNull("from"));
    if (effect instanceof Effect.Update update) {
      json.put("effect", "update");
      json.put("to", update.to().number());
      json.put("encoded_bytes", update.encodedBytes());
      json.put("reboots", update.reboots());
      json.put("back", update.back());
      json.put("newly_back", update.newlyBack());
      update
          .waits()
          .ifPresentOrElse(why -> json.put("waits", why.toString()), () -> json.putNull("waits"));
      return json;
    }
    if (effect instanceof Effect.Skip skip) {
      return json.put("effect", "skip").put("why", skip.why()).put("detail", skip.detail());
    }
    throw new AssertionError("the list of effects is closed: " + effect.getClass());
  }

  /** Sentences that an operator should read. */
  static void warnings(ObjectNode json, List<String> warnings) {
    ArrayNode array = json.putArray("warnings");
    warnings.forEach(array::add);
  }
}
