package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.app.NewRelease;
import io.firmament.server.app.OperatorVerbs;
import io.firmament.server.app.Published;
import io.firmament.server.app.RefusedException;
import io.firmament.server.device.Product;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Release;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.Set;

/** Releases. */
final class ReleaseEndpoints {
  private final OperatorVerbs verbs;
  private final Named named;

  ReleaseEndpoints(OperatorVerbs verbs, Named named) {
    this.verbs = verbs;
    this.named = named;
  }

  Answer release(Call call) throws Problem, RefusedException, IOException {
    Product product = named.product(call);
    Fields fields = call.fields();
    OptionalLong version = fields.number("version");
    if (version.isEmpty()) {
      throw Problem.invalid("'version' is missing", "send the version that is to be released");
    }
    NewRelease wish =
        new NewRelease(
            product.id(),
            new FirmwareVersion(Numbers.asInt(version.getAsLong())),
            fields.flag("product_default").orElse(false),
            Set.copyOf(fields.texts("groups")),
            fields.flag("intelligent").orElse(false),
            fields.text("untested_reason"),
            fields.flag("downgrade").orElse(false),
            fields.text("confirmation"));
    Published published = verbs.publishRelease().publish(wish, call.caller());
    Release release = published.releases().get(0);
    Firmware firmware = verbs.findFirmware().version(product.id(), release.version()).firmware();
    return Answer.ok(json(wish, release, firmware, published));
  }

  private static ObjectNode json(
      NewRelease wish, Release release, Firmware firmware, Published published) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", release.version().number());
    json.put("title", firmware.title());
    json.put("size", firmware.binary().sizeBytes());
    json.put("product_default", wish.productDefault());
    json.put("intelligent", release.intelligent());
    json.put("uploaded_on", firmware.uploadedAt().toString());
    json.putObject("uploaded_by").put("username", firmware.uploadedBy());
    json.put("product_id", release.product().number());
    ArrayNode groups = json.putArray("groups");
    wish.groups().stream().sorted().forEach(groups::add);
    release.untested().ifPresent(reason -> json.put("untested_reason", reason));
    json.put("number", release.number());
    ArrayNode warnings = json.putArray("warnings");
    published.warnings().forEach(warnings::add);
    return json.put("updated_at", release.releasedAt().toString());
  }
}
