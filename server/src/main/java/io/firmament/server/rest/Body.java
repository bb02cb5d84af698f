package io.firmament.server.rest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The body of a request. Read once, and never more of it than is allowed. */
final class Body {
  private final String contentType;
  private final InputStream in;
  private final int limitBytes;
  private Optional<Fields> read = Optional.empty();

  /**
   * @param contentType as the request says it; may be empty
   * @param limitBytes the most that is taken of a body that is not a file
   */
  Body(String contentType, InputStream in, int limitBytes) {
    this.contentType = contentType;
    this.in = in;
    this.limitBytes = limitBytes;
  }

  boolean isForm() {
    return mediaType().equals("application/x-www-form-urlencoded");
  }

  boolean isMultipart() {
    return mediaType().equals("multipart/form-data");
  }

  /** Its named values; none when there is no body. */
  Fields fields() throws IOException, Problem {
    if (read.isEmpty()) {
      read = Optional.of(isMultipart() ? multipartFields() : parsed(octets()));
    }
    return read.get();
  }

  /** This body, of which somebody else has read all values. */
  Body read(Fields fields) {
    read = Optional.of(fields);
    return this;
  }

  /** Its parts, to be read in order. */
  Multipart multipart() throws Problem {
    if (!isMultipart()) {
      throw new Problem(
          415,
          "unsupported_media_type",
          "the body must be multipart/form-data, but was '" + contentType + "'",
          "send the file as curl -F file=@firmware.bin does");
    }
    return new Multipart(contentType, in);
  }

  private Fields parsed(byte[] octets) throws Problem {
    if (octets.length == 0) {
      return Fields.none();
    }
    if (isForm()) {
      return Fields.ofForm(new String(octets, StandardCharsets.UTF_8));
    }
    if (mediaType().isEmpty() || mediaType().equals("application/json")) {
      return Fields.ofJson(octets);
    }
    throw new Problem(
        415,
        "unsupported_media_type",
        "a body of type '" + contentType + "' is not understood",
        "send application/json, a form or multipart/form-data");
  }

  private Fields multipartFields() throws IOException, Problem {
    List<Map.Entry<String, String>> pairs = new ArrayList<>();
    Multipart multipart = multipart();
    int left = limitBytes;
    for (Optional<Multipart.Part> part = multipart.next();
        part.isPresent();
        part = multipart.next()) {
      String text = part.get().text(left);
      left -= text.length();
      pairs.add(new SimpleImmutableEntry<>(part.get().name(), text));
    }
    return Fields.of(pairs);
  }

  private byte[] octets() throws IOException, Problem {
    byte[] octets = in.readNBytes(limitBytes + 1);
    if (octets.length > limitBytes) {
      throw Problem.tooLarge(
          "the body is longer than " + limitBytes + " bytes", "send less in one request");
    }
    return octets;
  }

  private String mediaType() {
    return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
