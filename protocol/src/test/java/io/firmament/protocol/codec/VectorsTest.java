package io.firmament.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.upokecenter.cbor.CBORObject;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The vectors of {@code vectors/messages}: what must be accepted, and what refused with which
 * words.
 */
class VectorsTest {
  record Vector(String name, Map<String, String> header, byte[] octets) {
    static Vector read(Path file) throws IOException {
      String[] parts = Files.readString(file).split("\n\n", 2);
      Map<String, String> header =
          parts[0]
              .lines()
              .map(line -> line.split(": ", 2))
              .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
      byte[] octets = HexFormat.of().parseHex(parts[1].replaceAll("\\s", ""));
      return new Vector(file.getFileName().toString(), header, octets);
    }

    boolean accepted() {
      return "accepted".equals(header.get("verdict"));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Vector> vectors() throws IOException, URISyntaxException {
    URI folder = VectorsTest.class.getResource("/vectors/messages").toURI();
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      List<Path> sorted = files.sorted().toList();
      return sorted.stream().map(VectorsTest::readUnchecked).toList();
    }
  }

  private static Vector readUnchecked(Path file) {
    try {
      return Vector.read(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void holds(Vector vector) throws DecodeException {
    MessageForm<?> form = MessageForm.of(vector.header().get("kind"));
    if (vector.accepted()) {
      assertThat(form.again(vector.octets())).isEqualTo(vector.octets());
      assertThat(diagnostic(vector.octets())).isEqualTo(vector.header().get("says"));
    } else {
      assertThatThrownBy(() -> form.decoder().decode(vector.octets()))
          .isInstanceOf(DecodeException.class)
          .hasMessage(vector.header().get("why"));
    }
  }

  @Test
  void every_kind_has_a_vector_of_each_verdict() throws Exception {
    List<Vector> vectors = vectors();
    for (MessageForm<?> form : MessageForm.ALL) {
      assertThat(vectors)
          .filteredOn(vector -> form.kind().equals(vector.header().get("kind")))
          .extracting(Vector::accepted)
          .as(form.kind())
          .contains(true, false);
    }
  }

  /** In the oracle's words. */
  private static String diagnostic(byte[] octets) {
    return octets.length == 0 ? "(empty)" : CBORObject.DecodeFromBytes(octets).toString();
  }
}
