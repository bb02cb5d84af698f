package io.firmament.protocol.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One test vector: header lines {@code key: value}, an empty line, then octets in hexadecimal, in
 * lines of any length ({@code vectors/README.md}).
 *
 * @param name the file's name
 * @param header what the header says
 * @param octets the octets
 */
public record VectorFile(String name, Map<String, String> header, byte[] octets) {
  /** All vectors of a directory below {@code vectors/}, by name; never none. */
  public static List<VectorFile> all(String directory) {
    try {
      Path root = Path.of(VectorFile.class.getResource("/vectors/" + directory).toURI());
      try (Stream<Path> files = Files.list(root)) {
        List<VectorFile> vectors = files.sorted().map(VectorFile::read).toList();
        if (vectors.isEmpty()) {
          throw new AssertionError("no vectors in " + directory);
        }
        return vectors;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static VectorFile read(Path file) {
    Map<String, String> header = new LinkedHashMap<>();
    StringBuilder hex = new StringBuilder();
    boolean inHeader = true;
    for (String line : lines(file)) {
      if (line.isEmpty()) {
        inHeader = false;
      } else if (inHeader) {
        String[] parts = line.split(": ", 2);
        header.put(parts[0], parts[1]);
      } else {
        hex.append(line);
      }
    }
    return new VectorFile(
        file.getFileName().toString(), Map.copyOf(header), HexFormat.of().parseHex(hex));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A header that must be there. */
  public String value(String key) {
    return optional(key)
        .orElseThrow(() -> new AssertionError(name + " has no header '" + key + "'"));
  }

  /** A header that may be absent. */
  public Optional<String> optional(String key) {
    return Optional.ofNullable(header.get(key));
  }

  @Override
  public String toString() {
    return name;
  }
}
