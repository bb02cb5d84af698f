package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.firmament.server.app.FindFirmware;
import io.firmament.server.app.RefusedException;
import io.firmament.server.device.Product;
import io.firmament.server.release.Firmware;
import java.io.InputStream;
import java.util.OptionalLong;

/** A product's firmware, as it is there. */
final class FirmwareEndpoints {
  private final FindFirmware find;
  private final Named named;

  FirmwareEndpoints(FindFirmware find, Named named) {
    this.find = find;
    this.named = named;
  }

  /** A bare array, as Particle's clients expect it. */
  Answer list(Call call) throws RefusedException, Problem {
    Product product = named.product(call);
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    find.of(product.id()).forEach(view -> list.add(FirmwareJson.of(view)));
    return Answer.ok(list);
  }

  Answer get(Call call) throws RefusedException, Problem {
    return Answer.ok(FirmwareJson.of(find.version(named.product(call).id(), named.version(call))));
  }

  /** The image, octet for octet as it was uploaded. */
  Answer binary(Call call) throws RefusedException, Problem {
    Firmware firmware = find.version(named.product(call).id(), named.version(call)).firmware();
    return new Answer.File(
        OptionalLong.of(firmware.binary().sizeBytes()),
        out -> {
          try (InputStream image = find.image(firmware)) {
            image.transferTo(out);
          }
        });
  }
}
