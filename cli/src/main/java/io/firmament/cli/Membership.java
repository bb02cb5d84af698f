package io.firmament.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a factory would tell a device: which product it belongs to, and which hardware it is. Noted
 * beside a credential when its device is added, and read when a storage is filled.
 *
 * @param note a JSON object; empty where nothing was noted
 */
record Membership(JsonNode note) {
  private static final String FILE = "product.json";

  /** Reads what is noted beside a credential. */
  static Membership beside(Path credential) {
    Path file = credential.resolve(FILE);
    try {
      return new Membership(
          Files.exists(file)
              ? ApiClient.JSON.readTree(file.toFile())
              : JsonNodeFactory.instance.objectNode());
    } catch (IOException e) {
      return new Membership(JsonNodeFactory.instance.objectNode());
    }
  }

  /** What a product's answer says. */
  static Membership of(JsonNode product) {
    ObjectNode note = JsonNodeFactory.instance.objectNode();
    note.set("product_id", product.path("id"));
    note.set("platform_id", product.path("platform_id"));
    return new Membership(note);
  }

  /** Notes it beside a credential. */
  void writeBeside(Path credential) throws CommandFailedException {
    Path file = credential.resolve(FILE);
    try {
      SmallFile.replace(file, note + "\n");
    } catch (IOException e) {
      throw CommandFailedException.failed(
          "cannot write " + file + ": " + e.getMessage(), "make the directory writable for you");
    }
  }

  /** The product's number. */
  Optional<Long> product() {
    return number("product_id");
  }

  /** The hardware's number. */
  Optional<Integer> platform() {
    return number("platform_id").map(Math::toIntExact);
  }

  private Optional<Long> number(String field) {
    JsonNode value = note.path(field);
    return value.isIntegralNumber() ? Optional.of(value.asLong()) : Optional.empty();
  }
}
