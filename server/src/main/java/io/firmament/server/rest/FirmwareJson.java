package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.server.app.FirmwareView;
import io.firmament.server.release.EncodingGap;
import io.firmament.server.release.Firmware;
import java.util.Locale;

/** A firmware, in Particle's names where Particle has one. */
final class FirmwareJson {
  private static final String FILE_NAME = "firmware.bin";

  private FirmwareJson() {}

  /** As in the list: with its releases and how many devices run it. */
  static ObjectNode of(FirmwareView view) {
    ObjectNode json = of(view.firmware());
    json.put("product_default", view.productDefault());
    json.put("current", view.productDefault());
    json.put("intelligent", view.intelligent());
    ArrayNode groups = json.putArray("groups");
    view.groups().forEach(groups::add);
    return json.put("device_count", view.devices());
  }

  /** As just uploaded. */
  static ObjectNode of(Firmware firmware) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("_id", firmware.product() + "-" + firmware.version());
    json.put("version", firmware.version().number());
    json.put("title", firmware.title());
    json.put("description", firmware.description());
    json.put("name", FILE_NAME);
    json.put("size", firmware.binary().sizeBytes());
    json.put("product_default", false);
    json.put("current", false);
    json.put("mandatory", false);
    json.put("uploaded_on", firmware.uploadedAt().toString());
    json.put("product_id", firmware.product().number());
    json.putObject("uploaded_by").put("username", firmware.uploadedBy());
    putOurs(json, firmware);
    return json.put("encoded", firmware.encoded());
  }

  /** What Particle's cloud does not say. */
  private static void putOurs(ObjectNode json, Firmware firmware) {
    json.put("format", firmware.binary().format());
    firmware
        .binary()
        .minimumSystem()
        .ifPresent(version -> json.put("minimum_system_version", version.number()));
    json.put("sha256", firmware.image().hex());
    json.put("security", firmware.binary().security());
    json.put("manifest_sha256", firmware.manifest().digest().hex());
    json.put("released", firmware.released());
    json.put("withdrawn", firmware.withdrawn());
    putEncodings(json.putArray("encodings"), firmware);
    putGaps(json.putArray("encoding_gaps"), firmware);
  }

  private static void putEncodings(ArrayNode encodings, Firmware firmware) {
    firmware
        .encodings()
        .forEach(
            encoding ->
                encodings
                    .addObject()
                    .put("coding", encoding.coding().label())
                    .put("size", encoding.sizeBytes())
                    .put("sha256", encoding.digest().hex()));
  }

  private static void putGaps(ArrayNode gaps, Firmware firmware) {
    firmware
        .gaps()
        .forEach(
            gap ->
                gaps.addObject()
                    .put("coding", gap.coding().label())
                    .put("cause", label(gap.cause()))
                    .put("detail", gap.detail()));
  }

  private static String label(EncodingGap.Cause cause) {
    return cause.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
