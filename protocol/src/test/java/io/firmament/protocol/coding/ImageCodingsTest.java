package io.firmament.protocol.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.vectors.VectorFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** XFR6: what is decoded is what was encoded; whatever else comes ends within bounds. */
class ImageCodingsTest {
  static List<VectorFile> vectors() {
    return VectorFile.all("coding");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void vector_gets_its_verdict(VectorFile vector) throws IOException {
    ImageCoding coding = ImageCodings.of(Coding.valueOf(vector.value("coding")));
    Outcome outcome = decode(coding, vector.octets(), Integer.parseInt(vector.value("image-size")));
    if (vector.value("verdict").equals("accepted")) {
      assertThat(outcome.fault()).isNull();
      assertThat(Digest.of(outcome.image()).hex()).isEqualTo(vector.value("image-sha256"));
    } else {
      assertThat(outcome.fault()).isEqualTo(CodingFault.valueOf(vector.value("fault")));
      assertThat(outcome.offset()).isBetween(0L, (long) vector.octets().length);
    }
  }

  @ParameterizedTest
  @EnumSource(Coding.class)
  void every_coding_is_in_the_table(Coding coding) {
    assertThat(ImageCodings.of(coding).coding()).isEqualTo(coding);
  }

  @ParameterizedTest
  @EnumSource(Coding.class)
  void images_of_all_sizes_come_back(Coding coding) throws IOException {
    for (int size : new int[] {0, 1, 2, 1023, 8191, 8192, 8193, 16_384, 70_001, 300_000}) {
      byte[] image = FirmwareLike.octets(size, size);
      Outcome outcome = decode(ImageCodings.of(coding), encode(coding, image), size);
      assertThat(outcome.fault()).isNull();
      assertThat(outcome.image()).isEqualTo(image);
    }
  }

  @ParameterizedTest
  @EnumSource(Coding.class)
  void stream_that_comes_octet_by_octet_is_the_same_stream(Coding coding)
      throws IOException, CodingException {
    byte[] image = FirmwareLike.octets(20_000, 1);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream();
    InputStream dribble = new Dribble(encode(coding, image));
    ImageCodings.of(coding).decode(dribble, plenty(image.length), decoded);
    assertThat(decoded.toByteArray()).isEqualTo(image);
  }

  @ParameterizedTest
  @EnumSource(Coding.class)
  void stream_that_breaks_off_anywhere_is_truncated(Coding coding) throws IOException {
    byte[] image = FirmwareLike.octets(6000, 2);
    byte[] encoded = encode(coding, image);
    for (int length = 0; length < encoded.length; length++) {
      byte[] cut = Arrays.copyOf(encoded, length);
      Outcome outcome = decode(ImageCodings.of(coding), cut, image.length);
      assertThat(outcome.fault()).as("cut to %d", length).isEqualTo(CodingFault.TRUNCATED);
      assertThat(outcome.offset()).isEqualTo(length);
      assertThat(outcome.image()).isEqualTo(Arrays.copyOf(image, outcome.image().length));
    }
  }

  @ParameterizedTest
  @EnumSource(value = Coding.class, mode = EnumSource.Mode.EXCLUDE, names = "IDENTITY")
  void something_behind_the_end_is_refused(Coding coding) throws IOException {
    byte[] image = FirmwareLike.octets(6000, 3);
    byte[] encoded = encode(coding, image);
    byte[] longer = Arrays.copyOf(encoded, encoded.length + 1);
    Outcome outcome = decode(ImageCodings.of(coding), longer, image.length);
    assertThat(outcome.fault()).isEqualTo(CodingFault.TRAILING);
    assertThat(outcome.offset()).isEqualTo(encoded.length);
  }

  @ParameterizedTest
  @EnumSource(Coding.class)
  void one_octet_more_than_declared_is_refused_and_never_written(Coding coding) throws IOException {
    byte[] image = FirmwareLike.octets(30_000, 4);
    byte[] encoded = encode(coding, image);
    for (int declared : new int[] {0, 1, 8191, 8192, 8193, 29_999}) {
      Outcome outcome = decode(ImageCodings.of(coding), encoded, declared);
      assertThat(outcome.fault()).isEqualTo(CodingFault.TOO_LONG);
      assertThat(outcome.image()).hasSizeLessThanOrEqualTo(declared);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Coding.class, mode = EnumSource.Mode.EXCLUDE, names = "IDENTITY")
  void image_of_fewer_octets_than_declared_is_refused(Coding coding) throws IOException {
    byte[] encoded = encode(coding, FirmwareLike.octets(6000, 5));
    assertThat(decode(ImageCodings.of(coding), encoded, 6001).fault())
        .isEqualTo(CodingFault.TOO_SHORT);
  }

  @Test
  void fault_says_where_it_is_and_what_was_expected() throws IOException {
    byte[] encoded = encode(Coding.DEFLATE, FirmwareLike.octets(6000, 5));
    Outcome outcome = decode(ImageCodings.of(Coding.DEFLATE), encoded, 6001);
    assertThat(outcome.fault()).isEqualTo(CodingFault.TOO_SHORT);
    assertThat(outcome.message())
        .isEqualTo(
            "deflate stream, octet %d: expected an image of 6001 octets, but it has 6000",
            encoded.length);
  }

  @Test
  void endless_stream_that_yields_nothing_ends_with_the_stream() {
    byte[] emptyStoredBlock = {0, 0, 0, -1, -1};
    byte[] many = new byte[emptyStoredBlock.length * 100_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = emptyStoredBlock[i % emptyStoredBlock.length];
    }
    assertThat(decode(ImageCodings.of(Coding.DEFLATE), many, 1024).fault())
        .isEqualTo(CodingFault.TRUNCATED);
  }

  @ParameterizedTest
  @EnumSource(Coding.class)
  void encoding_twice_gives_the_same_octets(Coding coding) throws IOException {
    byte[] image = FirmwareLike.octets(50_000, 7);
    assertThat(encode(coding, image)).isEqualTo(encode(coding, image.clone()));
  }

  @ParameterizedTest
  @EnumSource(
      value = Coding.class,
      names = {"LZMA", "ZSTD"})
  void image_of_another_size_than_was_said_is_not_encoded(Coding coding) {
    ByteArrayInputStream image = new ByteArrayInputStream(new byte[100]);
    assertThatCode(
            () -> ImageCodings.of(coding).encode(image, 101, OutputStream.nullOutputStream()))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @EnumSource(Coding.class)
  void failing_stream_is_no_fault_of_the_coding(Coding coding) throws IOException {
    byte[] begun = Arrays.copyOf(encode(coding, FirmwareLike.octets(6000, 8)), 30);
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream(begun),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("unplugged");
              }
            });
    assertThatCode(
            () ->
                ImageCodings.of(coding)
                    .decode(broken, plenty(6000), OutputStream.nullOutputStream()))
        .isInstanceOf(IOException.class)
        .hasMessage("unplugged");
  }

  private static byte[] encode(Coding coding, byte[] image) throws IOException {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    ImageCodings.of(coding).encode(new ByteArrayInputStream(image), image.length, encoded);
    return encoded.toByteArray();
  }

  private static DecodeBounds plenty(int imageSize) {
    return new DecodeBounds(imageSize, 64 << 20);
  }

  private static Outcome decode(ImageCoding coding, byte[] encoded, int imageSize) {
    ByteArrayOutputStream image = new ByteArrayOutputStream();
    try {
      coding.decode(new ByteArrayInputStream(encoded), plenty(imageSize), image);
      return new Outcome(image.toByteArray(), null, 0, "");
    } catch (CodingException e) {
      return new Outcome(image.toByteArray(), e.fault(), e.offset(), e.getMessage());
    } catch (IOException e) {
      throw new AssertionError("streams in memory do not fail", e);
    }
  }

  private record Outcome(byte[] image, CodingFault fault, long offset, String message) {}

  /** Gives one octet at a time, however many are asked for. */
  private static final class Dribble extends InputStream {
    private final ByteArrayInputStream octets;

    Dribble(byte[] octets) {
      this.octets = new ByteArrayInputStream(octets);
    }

    @Override
    public int read() {
      return octets.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return octets.read(buffer, offset, Math.min(1, length));
    }
  }
}
