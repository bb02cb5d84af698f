package io.firmament.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The description of all routes, for programs; written by hand, beside this class. */
final class OpenApi {
  private final JsonNode document = read();

  Answer get(Call call) {
    return Answer.ok(document);
  }

  /** The document. */
  JsonNode document() {
    return document;
  }

  private static JsonNode read() {
    try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
      return Fields.JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("openapi.json is part of the program", e);
    }
  }
}
