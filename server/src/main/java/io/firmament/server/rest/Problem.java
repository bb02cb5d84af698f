package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.protocol.value.InvalidValueException;
import io.firmament.server.app.RefusedException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request cannot be answered as it was meant: the status, a code for programs, what was wrong and
 * what to do (feature API4).
 */
final class Problem extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String hint;
  private final TreeMap<String, String> headers = new TreeMap<>();

  /**
   * @param status the HTTP status
   * @param code what a program compares: lower case, underscores
   * @param message expected and actual, for a person
   * @param hint what to do
   */
  Problem(int status, String code, String message, String hint) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.hint = hint;
  }

  /** 400: the request makes no sense as it stands. */
  static Problem invalid(String message, String hint) {
    return new Problem(400, "invalid_request", message, hint);
  }

  /** 413: the request brings more than is taken. */
  static Problem tooLarge(String message, String hint) {
    return new Problem(413, "too_large", message, hint);
  }

  /** 403: whoever asks may not. */
  static Problem forbidden(String message, String hint) {
    return new Problem(403, "insufficient_scope", message, hint);
  }

  /** 429: too much at once. */
  static Problem tooMany(String code, String message, Duration wait) {
    long seconds = wait.plusMillis(999).toSeconds();
    return new Problem(429, code, message, "try again in " + seconds + " s")
        .with("Retry-After", Long.toString(seconds));
  }

  /** 404: there is nothing of that name. */
  static Problem notFound(String message, String hint) {
    return new Problem(404, "not_found", message, hint);
  }

  /** What a value's own check said. */
  static Problem of(InvalidValueException invalid) {
    return invalid(invalid.getMessage(), "correct the value and try again");
  }

  /** What a use case said. */
  static Problem of(RefusedException refused) {
    String message = refused.getMessage();
    String hint = refused.hint();
    return switch (refused.kind()) {
      case INVALID -> invalid(message, hint);
      case NOT_FOUND -> notFound(message, hint);
      case CONFLICT -> new Problem(409, "conflict", message, hint);
      case CHANGED -> new Problem(412, "precondition_failed", message, hint);
      case TOO_LARGE -> tooLarge(message, hint);
      case TOO_MANY -> new Problem(429, "too_many_requests", message, hint);
      case UNREACHABLE -> new Problem(404, "unreachable", message, hint);
    };
  }

  /** The same with a header of the response. */
  Problem with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  Map<String, String> headers() {
    return Map.copyOf(headers);
  }

  /**
   * The body: what all of Particle's clients look for, and the hint. Some print the {@code message}
   * of the errors, older ones their {@code error}.
   */
  ObjectNode body() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("ok", false).put("error", code).put("error_description", getMessage());
    body.putArray("errors").addObject().put("message", getMessage()).put("error", getMessage());
    return body.put("hint", hint);
  }
}
