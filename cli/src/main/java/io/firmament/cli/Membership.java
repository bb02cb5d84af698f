package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a device is told at the factory, beside its credential: the product that it belongs to and
 * its hardware. {@code device add} notes it, a simulated device reads it.
 *
 * @param product the product
 * @param platform the hardware
 */
record Membership(ProductId product, PlatformId platform) {
  private static final String FILE_NAME = "product.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What stands in a device's directory, if anything does. */
  static Optional<Membership> read(Path directory) throws IOException {
    Path file = directory.resolve(FILE_NAME);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    JsonNode note = JSON.readTree(file.toFile());
    return Optional.of(
        new Membership(
            new ProductId(note.path("product_id").asLong()),
            new PlatformId(note.path("platform_id").asInt(-1))));
  }

  /** Notes it in a device's directory. */
  void write(Path directory) throws IOException {
    ObjectNode note = JSON.createObjectNode();
    note.put("product_id", product.number()).put("platform_id", platform.number());
    PrivateFile.replace(directory.resolve(FILE_NAME), ResultFormat.text(note) + "\n");
  }
}
