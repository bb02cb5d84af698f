package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.app.FirmwareView;
import io.firmament.server.app.OperatorVerbs;
import io.firmament.server.app.RefusedException;
import io.firmament.server.device.Product;
import io.firmament.server.release.Firmware;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A product's firmware, once it is there. */
final class FirmwareEndpoints {
  private final OperatorVerbs verbs;
  private final Named named;

  FirmwareEndpoints(OperatorVerbs verbs, Named named) {
    this.verbs = verbs;
    this.named = named;
  }

  /** A bare array, as Particle's clients expect it. */
  Answer list(Call call) throws RefusedException, Problem {
    Product product = named.product(call);
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    List<FirmwareView> all = verbs.findFirmware().of(product.id());
    return Page.of(call, Page.MOST).bare(all, array, view -> array.add(FirmwareJson.of(view)));
  }

  Answer get(Call call) throws RefusedException, Problem {
    return answer(named.product(call).id(), named.version(call));
  }

  private Answer.Json answer(ProductId product, FirmwareVersion version) throws RefusedException {
    FirmwareView view = verbs.findFirmware().version(product, version);
    ObjectNode json = FirmwareJson.of(view);
    List<FirmwareVersion> others = verbs.findFirmware().sharingTitle(view.firmware());
    ReleaseJson.warnings(
        json,
        others.isEmpty() ? List.of() : List.of("version " + others.get(0) + " has the same title"));
    return Answer.ok(json).with("ETag", Etag.of(view.firmware()));
  }

  /** Gives it another title or description (feature PRD5). */
  Answer edit(Call call) throws RefusedException, Problem, IOException {
    ProductId product = named.product(call).id();
    FirmwareVersion version = named.version(call);
    Fields fields = call.fields();
    if (!fields.has("title") && !fields.has("description")) {
      throw Problem.invalid(
          "the body names nothing that can be changed", "send title or description");
    }
    verbs
        .releases()
        .editFirmware()
        .edit(
            product,
            version,
            cleared(fields, "title"),
            cleared(fields, "description"),
            Etag.unchanged(call, Etag::of),
            call.caller());
    return answer(product, version);
  }

  private static Optional<String> cleared(Fields fields, String field) throws Problem {
    return fields.has(field) ? Optional.of(fields.text(field).orElse("")) : Optional.empty();
  }

  /** Only before its first release (feature PRD6). */
  Answer delete(Call call) throws RefusedException, Problem {
    verbs
        .releases()
        .deleteFirmware()
        .delete(named.product(call).id(), named.version(call), call.caller());
    return new Answer.Nothing();
  }

  Answer withdraw(Call call) throws RefusedException, Problem, IOException {
    ProductId product = named.product(call).id();
    FirmwareVersion version = named.version(call);
    String reason = call.fields().text("reason").orElse("");
    verbs.releases().withdrawFirmware().withdraw(product, version, reason, call.caller());
    return answer(product, version);
  }

  /** The image, octet for octet as it was uploaded. */
  Answer binary(Call call) throws RefusedException, Problem {
    Firmware firmware =
        verbs.findFirmware().version(named.product(call).id(), named.version(call)).firmware();
    return new Answer.File(
        OptionalLong.of(firmware.binary().sizeBytes()),
        out -> {
          try (InputStream image = verbs.findFirmware().image(firmware)) {
            image.transferTo(out);
          }
        });
  }

  /** Source code, in a build request of Particle's clients (feature API5). */
  Answer compile(Call call) throws Problem {
    throw FileSpool.source();
  }
}
