package io.firmament.server.rest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The path of a route, such as {@code /v1/products/:product/devices}. A segment that begins with a
 * colon takes any text, and never a slash that was not encoded.
 */
final class PathTemplate {
  private final String text;
  private final List<String> segments;

  PathTemplate(String text) {
    this.text = text;
    this.segments = List.of(text.substring(1).split("/", -1));
  }

  /** The values of the named segments, if the path is one of these; empty otherwise. */
  Optional<Map<String, String>> match(List<String> path) {
    if (path.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < path.size(); i++) {
      String expected = segments.get(i);
      if (expected.startsWith(":") && !path.get(i).isEmpty()) {
        values.put(expected.substring(1), path.get(i));
      } else if (!expected.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  /**
   * The segments of a request's path, each decoded by itself (RFC 3986 section 2.4), so that an
   * encoded slash stays part of its segment.
   *
   * @param rawPath the path as it came, beginning with a slash
   * @throws Problem when it is not UTF-8 in percent encoding
   */
  static List<String> segments(String rawPath) throws Problem {
    List<String> decoded = new ArrayList<>();
    for (String segment : rawPath.substring(1).split("/", -1)) {
      decoded.add(decode(segment));
    }
    return decoded;
  }

  private static String decode(String segment) throws Problem {
    ByteBuffer octets = ByteBuffer.allocate(segment.length() * 3);
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c == '%') {
        octets.put((byte) octet(segment, i));
        i += 2;
      } else {
        octets.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(octets.flip()).toString();
    } catch (CharacterCodingException e) {
      throw malformed(segment);
    }
  }

  private static int octet(String segment, int at) throws Problem {
    int high = at + 2 < segment.length() ? Character.digit(segment.charAt(at + 1), 16) : -1;
    int low = at + 2 < segment.length() ? Character.digit(segment.charAt(at + 2), 16) : -1;
    if (high < 0 || low < 0) {
      throw malformed(segment);
    }
    return high << 4 | low;
  }

  private static Problem malformed(String segment) {
    return Problem.invalid(
        "the path segment '" + segment + "' is not UTF-8 in percent encoding",
        "encode each segment of the path by itself, as encodeURIComponent does");
  }

  @Override
  public String toString() {
    return text;
  }
}
