package io.firmament.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file, some fields and perhaps a manifest as a {@code multipart/form-data} body (RFC 7578), read
 * as it is sent.
 */
final class MultipartFile {
  private static final String BOUNDARY = "----firmament-3bLq7TnVw0Yx";

  /** Told how much has been sent. */
  interface Watcher {
    void sent(long bytes, long of);
  }

  private final Path file;
  private final long size;
  private final byte[] head;
  private final byte[] tail;
  private final Watcher watcher;

  MultipartFile(Path file, Map<String, String> fields, Optional<byte[]> manifest, Watcher watcher)
      throws IOException {
    this.file = file;
    this.size = Files.size(file);
    this.watcher = watcher;
    this.head = utf8(part("file\"; filename=\"firmware.bin"));
    StringBuilder after = new StringBuilder("\r\n");
    fields.forEach((name, value) -> after.append(part(name)).append(value).append("\r\n"));
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    rest.writeBytes(utf8(after.toString()));
    manifest.ifPresent(
        octets -> {
          rest.writeBytes(utf8(part("manifest\"; filename=\"manifest")));
          rest.writeBytes(octets);
          rest.writeBytes(utf8("\r\n"));
        });
    rest.writeBytes(utf8("--" + BOUNDARY + "--\r\n"));
    this.tail = rest.toByteArray();
  }

  String contentType() {
    return "multipart/form-data; boundary=" + BOUNDARY;
  }

  BodyPublisher publisher() {
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofInputStream(this::open), head.length + size + tail.length);
  }

  private InputStream open() {
    try {
      List<InputStream> pieces =
          List.of(
              new ByteArrayInputStream(head),
              new Watched(Files.newInputStream(file)),
              new ByteArrayInputStream(tail));
      return new SequenceInputStream(Collections.enumeration(pieces));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String part(String name) {
    return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n";
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Tells what was read. */
  private final class Watched extends FilterInputStream {
    private long sent;

    Watched(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, length);
      sent += Math.max(0, count);
      watcher.sent(sent, size);
      return count;
    }
  }
}
