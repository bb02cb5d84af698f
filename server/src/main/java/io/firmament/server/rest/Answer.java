package io.firmament.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What a request is answered with. */
sealed interface Answer {
  /**
   * JSON.
   *
   * @param status the HTTP status
   * @param body the document
   * @param headers what goes with it
   */
  record Json(int status, JsonNode body, Map<String, String> headers) implements Answer {
    /** The same with one more header. */
    Json with(String header, String value) {
      Map<String, String> more = new TreeMap<>(headers);
      more.put(header, value);
      return new Json(status, body, Map.copyOf(more));
    }
  }

  /** 204. */
  record Nothing() implements Answer {}

  /**
   * A file.
   *
   * @param sizeBytes its size, where it is known beforehand
   * @param content writes it
   */
  record File(OptionalLong sizeBytes, Content content) implements Answer {}

  /**
   * An event stream, which goes on until one side ends it.
   *
   * @param wish which events
   */
  record Events(EventWish wish) implements Answer {}

  /** Writes a file. */
  @FunctionalInterface
  interface Content {
    /** Writes all of it; does not close the stream. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** 200 with JSON. */
  static Json ok(JsonNode body) {
    return new Json(200, body, Map.of());
  }

  /** 201 with JSON. */
  static Json created(JsonNode body) {
    return new Json(201, body, Map.of());
  }
}
