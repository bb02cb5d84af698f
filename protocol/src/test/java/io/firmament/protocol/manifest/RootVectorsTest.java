package io.firmament.protocol.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.upokecenter.cbor.CBORObject;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/** The vectors of {@code vectors/root}: which document follows which one. */
class RootVectorsTest {
  record Vector(String name, Map<String, String> header, byte[] octets) {
    static Vector read(Path file) {
      try {
        String[] parts = Files.readString(file).split("\n\n", 2);
        Map<String, String> header =
            parts[0]
                .lines()
                .map(line -> line.split(": ", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        byte[] octets = HexFormat.of().parseHex(parts[1].replaceAll("\\s", ""));
        return new Vector(file.getFileName().toString().replace(".txt", ""), header, octets);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    RootVerdict judge() throws URISyntaxException {
      String before = header.get("before");
      if (before.equals("-")) {
        return JudgeRoot.anchor(octets);
      }
      RootVerdict trusted = read(folder().resolve(before + ".txt")).judge();
      return JudgeRoot.verify(((RootVerdict.Accepted) trusted).root(), octets);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Path folder() throws URISyntaxException {
    return Path.of(RootVectorsTest.class.getResource("/vectors/root").toURI());
  }

  static List<Vector> vectors() throws IOException, URISyntaxException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.sorted().map(Vector::read).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void holds(Vector vector) throws Exception {
    RootVerdict verdict = vector.judge();
    if (vector.header().get("verdict").equals("accepted")) {
      assertThat(verdict).isInstanceOf(RootVerdict.Accepted.class);
      CoseSign envelope = CoseSign.decode(vector.octets());
      assertThat(envelope.encode()).isEqualTo(vector.octets());
      Root root = ((RootVerdict.Accepted) verdict).root();
      assertThat(RootCodec.encode(root)).isEqualTo(envelope.payload());
      assertThat(CBORObject.DecodeFromBytes(envelope.payload()).toString())
          .isEqualTo(vector.header().get("says"));
    } else {
      assertThat(verdict).isInstanceOf(RootVerdict.Refused.class);
      RootVerdict.Refused refused = (RootVerdict.Refused) verdict;
      assertThat(refused.fault().name()).isEqualTo(vector.header().get("fault"));
      assertThat(refused.detail()).isEqualTo(vector.header().get("why"));
    }
  }

  @Test
  void every_fault_has_a_vector() throws Exception {
    assertThat(vectors())
        .extracting(vector -> vector.header().get("fault"))
        .contains(Stream.of(RootFault.values()).map(Enum::name).toArray(String[]::new));
  }
}
