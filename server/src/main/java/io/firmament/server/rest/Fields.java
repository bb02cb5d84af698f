package io.firmament.server.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The named values of a body: a JSON object, a form, or the fields of a multipart body. All three
 * are legal for any request; an absent one leaves things as they are, an explicit null clears them.
 */
final class Fields {
  /** The one mapper of the API: strict about what it reads. */
  static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(32).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final ObjectNode values;

  private Fields(ObjectNode values) {
    this.values = values;
  }

  static Fields none() {
    return new Fields(JsonNodeFactory.instance.objectNode());
  }

  static Fields ofJson(byte[] body) throws Problem {
    try {
      JsonNode tree = JSON.readTree(body);
      if (tree instanceof ObjectNode object) {
        return new Fields(object);
      }
      throw Problem.invalid(
          "the body must be a JSON object, but was " + tree.getNodeType(),
          "send {\"name\": value}");
    } catch (JsonProcessingException e) {
      throw Problem.invalid(
          "the body is not JSON: " + e.getOriginalMessage(), "send one JSON object");
    } catch (IOException e) {
      throw new AssertionError("octets in memory can be read", e);
    }
  }

  /** A form: {@code name=value&list[]=a&list[]=b}. */
  static Fields ofForm(String body) throws Problem {
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    for (String pair : body.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        add(values, name, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return new Fields(values);
  }

  /** Those of a JSON object. */
  static Fields of(ObjectNode values) {
    return new Fields(values);
  }

  /** Fields of a multipart body. */
  static Fields of(List<Map.Entry<String, String>> pairs) {
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    pairs.forEach(pair -> add(values, pair.getKey(), pair.getValue()));
    return new Fields(values);
  }

  private static void add(ObjectNode values, String name, String value) {
    if (name.endsWith("[]")) {
      String list = name.substring(0, name.length() - 2);
      ArrayNode array = values.get(list) instanceof ArrayNode there ? there : values.putArray(list);
      array.add(value);
    } else {
      values.put(name, value);
    }
  }

  private static String decoded(String text) throws Problem {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.invalid("'" + text + "' is not percent encoding", "encode names and values");
    }
  }

  /** All of them, as they came. */
  ObjectNode tree() {
    return values;
  }

  /** Whether there is a value of that name, null included. */
  boolean has(String name) {
    return values.has(name);
  }

  /** Whether it is there to be cleared: null, or in a form the word. */
  boolean isNull(String name) {
    JsonNode value = values.path(name);
    return value.isNull() || value.isTextual() && value.textValue().equals("null");
  }

  /** A text. */
  Optional<String> text(String name) throws Problem {
    JsonNode value = values.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isValueNode()) {
      throw wrong(name, "a text", value);
    }
    return Optional.of(value.asText());
  }

  /** A text that must be there. */
  String required(String name) throws Problem {
    return text(name)
        .orElseThrow(
            () ->
                Problem.invalid("'" + name + "' is missing", "send it in the body of the request"));
  }

  /** A whole number, also where it is written as a text. */
  OptionalLong number(String name) throws Problem {
    JsonNode value = values.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return OptionalLong.empty();
    }
    boolean digits = value.isTextual() && value.textValue().matches("[0-9]{1,18}");
    if (!digits && !(value.isIntegralNumber() && value.canConvertToLong())) {
      throw wrong(name, "a whole number", value);
    }
    return OptionalLong.of(digits ? Long.parseLong(value.textValue()) : value.longValue());
  }

  /** Yes or no: a boolean, or in a form {@code true}, {@code 1}, {@code false}, {@code 0}. */
  Optional<Boolean> flag(String name) throws Problem {
    JsonNode value = values.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (value.asText()) {
          case "true", "1" -> true;
          case "false", "0" -> false;
          default -> throw wrong(name, "true or false", value);
        });
  }

  /** A list of texts; one text is a list of one; empty where there is none. */
  List<String> texts(String name) throws Problem {
    JsonNode value = values.path(name);
    List<String> texts = new ArrayList<>();
    if (value instanceof ArrayNode array) {
      array.forEach(item -> texts.add(item.asText()));
    } else {
      text(name).ifPresent(texts::add);
    }
    return texts;
  }

  /** A JSON object within. */
  Optional<Fields> object(String name) throws Problem {
    JsonNode value = values.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (value instanceof ObjectNode object) {
      return Optional.of(new Fields(object));
    }
    throw wrong(name, "a JSON object", value);
  }

  private static Problem wrong(String name, String expected, JsonNode actual) {
    String shown = actual.toString();
    String brief = shown.length() <= 80 ? shown : shown.substring(0, 80) + "…";
    return Problem.invalid(
        "'" + name + "' must be " + expected + ", but was " + brief, "correct it and try again");
  }
}
