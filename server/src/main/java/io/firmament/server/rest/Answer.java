package io.firmament.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;

/** What a request is answered with. */
sealed interface Answer {
  /**
   * JSON.
   *
   * @param status the HTTP status
   * @param body the document
   */
  record Json(int status, JsonNode body) implements Answer {}

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
  static Answer ok(JsonNode body) {
    return new Json(200, body);
  }

  /** 201 with JSON. */
  static Answer created(JsonNode body) {
    return new Json(201, body);
  }
}
