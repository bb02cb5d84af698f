package io.firmament.server.rest;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a {@code multipart/form-data} body (RFC 7578, RFC 2046 section 5.1) part by part from a
 * stream, holding no part in memory.
 */
final class Multipart {
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final int MAX_BOUNDARY = 70;
  private static final int MAX_PARTS = 64;
  private static final int MAX_PART_HEADERS = 8 * 1024;
  private static final Pattern BOUNDARY =
      Pattern.compile("(?i);\\s*boundary\\s*=\\s*(?:\"([^\"]+)\"|([^;\\s]+))");
  private static final Pattern NAME = parameter("name");
  private static final Pattern FILE_NAME = parameter("filename\\*?");

  private final InputStream in;
  private final byte[] delimiter;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private int parts;

  /**
   * @param contentType the request's content type, with its boundary
   * @throws Problem when it has none
   */
  Multipart(String contentType, InputStream in) throws Problem {
    Matcher matcher = BOUNDARY.matcher(contentType);
    if (!matcher.find()) {
      throw malformed("its content type names no boundary");
    }
    String boundary = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    if (boundary.length() > MAX_BOUNDARY) {
      throw malformed("its boundary is longer than " + MAX_BOUNDARY + " characters");
    }
    this.in = in;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    buffer[0] = '\r';
    buffer[1] = '\n';
    limit = 2;
  }

  /**
   * One part.
   *
   * @param name the field's name
   * @param file whether it is a file; of its file name only the extension is looked at
   * @param extension what is behind the last dot of the file name, in lower case; may be empty
   * @param content its octets, valid until the next part is asked for
   */
  record Part(String name, boolean file, String extension, InputStream content) {
    /** The whole content as a text. */
    String text(int limitBytes) throws IOException, Problem {
      byte[] octets = content.readNBytes(limitBytes + 1);
      if (octets.length > limitBytes) {
        throw Problem.tooLarge(
            "the field '" + name + "' is longer than " + limitBytes + " bytes", "shorten it");
      }
      return new String(octets, StandardCharsets.UTF_8);
    }
  }

  /**
   * The next part, after skipping what was not read of the last one.
   *
   * @return empty behind the last part
   * @throws Problem when the body is not what it must be
   */
  Optional<Part> next() throws IOException, Problem {
    for (int ready = ready(); ready > 0; ready = ready()) {
      position += ready;
    }
    position += delimiter.length;
    if (closes()) {
      return Optional.empty();
    }
    if (++parts > MAX_PARTS) {
      throw malformed("it has more than " + MAX_PARTS + " parts");
    }
    return Optional.of(part(headers()));
  }

  private boolean closes() throws IOException, Problem {
    int first = octet();
    if (first == '-' && octet() == '-') {
      return true;
    }
    while (first == ' ' || first == '\t') {
      first = octet();
    }
    if (first != '\r' || octet() != '\n') {
      throw malformed("a boundary is not followed by a line's end");
    }
    return false;
  }

  private String headers() throws IOException, Problem {
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    String text = "";
    while (!text.endsWith("\r\n\r\n") && !text.equals("\r\n")) {
      if (headers.size() >= MAX_PART_HEADERS) {
        throw malformed("a part's headers are longer than " + MAX_PART_HEADERS + " bytes");
      }
      int octet;
      do {
        octet = octet();
        headers.write(octet);
      } while (octet != '\n' && headers.size() < MAX_PART_HEADERS);
      text = headers.toString(StandardCharsets.UTF_8);
    }
    return text;
  }

  private Part part(String headers) throws Problem {
    for (String line : headers.split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
        Matcher name = NAME.matcher(line);
        if (name.find()) {
          String found = name.group(1) != null ? name.group(1) : name.group(2);
          Matcher file = FILE_NAME.matcher(line);
          boolean isFile = file.find();
          return new Part(found, isFile, isFile ? extension(file) : "", new Content());
        }
      }
    }
    throw malformed("a part has no 'Content-Disposition: form-data; name=…'");
  }

  private static String extension(Matcher file) {
    String name = file.group(1) != null ? file.group(1) : file.group(2);
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  private int octet() throws IOException {
    while (position == limit) {
      fill();
    }
    return buffer[position++] & 0xFF;
  }

  private void fill() throws IOException {
    System.arraycopy(buffer, position, buffer, 0, limit - position);
    limit -= position;
    position = 0;
    int count = in.read(buffer, limit, buffer.length - limit);
    if (count < 0) {
      throw new EOFException("the multipart body ends before its last boundary");
    }
    limit += count;
  }

  /** The octets up to the next delimiter. */
  private final class Content extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int ready = ready();
      if (ready == 0) {
        return -1;
      }
      int count = Math.min(ready, length);
      System.arraycopy(buffer, position, target, offset, count);
      position += count;
      return count;
    }
  }

  /** How many octets of the part are in the buffer; 0 at its end. */
  private int ready() throws IOException {
    while (true) {
      int end = indexOfDelimiter();
      if (end >= 0) {
        return end - position;
      }
      int sure = limit - position - (delimiter.length - 1);
      if (sure > 0) {
        return sure;
      }
      fill();
    }
  }

  private int indexOfDelimiter() {
    for (int i = position; i + delimiter.length <= limit; i++) {
      int matched = 0;
      while (matched < delimiter.length && buffer[i + matched] == delimiter[matched]) {
        matched++;
      }
      if (matched == delimiter.length) {
        return i;
      }
    }
    return -1;
  }

  private static Pattern parameter(String name) {
    return Pattern.compile(
        "(?i);\\s*" + name + "\\s*=\\s*(?:\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|([^;\\s\"]+))");
  }

  private static Problem malformed(String what) {
    return Problem.invalid(
        "the multipart body cannot be read: " + what,
        "send multipart/form-data as curl -F or a browser does");
  }
}
