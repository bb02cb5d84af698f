package io.firmament.protocol.coding;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.firmament.protocol.value.Coding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * XFR6: whatever is decoded, no decoder takes more memory than it states, nor yields one octet more
 * than its image has.
 */
class DecoderBoundsTest {
  /** Streams, exceptions and the like: what a decoder in Java has besides octets and tables. */
  private static final int OBJECTS_BYTES = 16 * 1024;

  private static final int IMAGE_BYTES = 24_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @EnumSource(Coding.class)
  void a_thousand_mutated_streams_end_within_bounds(Coding coding) throws IOException {
    mutate(coding, 1_000, IMAGE_BYTES);
  }

  @Tag("sweep")
  @ParameterizedTest
  @EnumSource(Coding.class)
  void ten_thousand_mutated_streams_end_within_bounds(Coding coding) throws IOException {
    for (int size : new int[] {0, 1, 300, 4_000, 70_000}) {
      mutate(coding, 10_000, size);
    }
  }

  private static void mutate(Coding coding, int mutants, int imageSize) throws IOException {
    byte[] image = FirmwareLike.octets(imageSize, 6);
    byte[] encoded = encode(coding, image);
    int refused = 0;
    for (int seed = 0; seed < mutants; seed++) {
      Bounded result = decode(coding, mutant(encoded, seed), bounds(coding, imageSize));
      refused += result.fault == null ? 0 : 1;
    }
    // Where an octet says nothing but itself, only those that were cut short or grew are refused.
    assertThat(refused).isGreaterThan(mutants / 8);
  }

  @ParameterizedTest
  @EnumSource(value = Coding.class, mode = Mode.EXCLUDE, names = "IDENTITY")
  void bomb_is_refused_before_it_was_even_read(Coding coding) throws IOException {
    byte[] bomb = encode(coding, new byte[32 << 20]);
    assertThat(bomb).hasSizeLessThan(70_000);
    for (int declared : new int[] {0, 1024, 8192, 1 << 20}) {
      Bounded result = decode(coding, bomb, new DecodeBounds(declared, 16 << 20));
      assertThat(result.fault).isEqualTo(CodingFault.TOO_LONG);
      assertThat(result.taken).isLessThanOrEqualTo(declared + ImageCoding.BUFFER_BYTES);
    }
  }

  @ParameterizedTest
  @CsvSource({"LZMA,5,8", "ZSTD,6,4"})
  void bomb_that_lies_about_its_size_is_refused(Coding coding, int sizeAt, int sizeBytes)
      throws IOException {
    byte[] bomb = encode(coding, new byte[32 << 20]);
    for (int declared : new int[] {0, 1024, 1 << 20}) {
      byte[] liar = bomb.clone();
      for (int i = 0; i < sizeBytes; i++) {
        liar[sizeAt + i] = (byte) ((long) declared >> 8 * i);
      }
      Bounded result = decode(coding, liar, new DecodeBounds(declared, 16 << 20));
      assertThat(result.fault).isIn(CodingFault.INVALID, CodingFault.TRAILING);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Coding.class, mode = Mode.EXCLUDE, names = "IDENTITY")
  void one_octet_of_memory_too_little_is_refused_at_the_beginning(Coding coding)
      throws IOException {
    byte[] encoded = encode(coding, FirmwareLike.octets(IMAGE_BYTES, 7));
    long least = DecoderMemory.leastBytes(coding, IMAGE_BYTES);
    assertThat(decode(coding, encoded, new DecodeBounds(IMAGE_BYTES, least)).fault).isNull();
    Bounded result = decode(coding, encoded, new DecodeBounds(IMAGE_BYTES, least - 1));
    assertThat(result.fault).isEqualTo(CodingFault.MEMORY);
    assertThat(result.written).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "0,IDENTITY,0",
    "1000000,IDENTITY,0",
    "1000000,DEFLATE,34816",
    "1000000,LZMA,26624",
    "0,ZSTD,96256",
    "1000000,ZSTD,1096256",
    "16777216,ZSTD,8484864"
  })
  void what_a_coding_takes_is_known_before_anything_is_sent(
      long imageSize, Coding coding, long leastBytes) {
    assertThat(DecoderMemory.leastBytes(coding, imageSize)).isEqualTo(leastBytes);
  }

  /** A window of 2 GiB costs six octets to ask for: RFC 8878 section 3.1.1.1.2. */
  @ParameterizedTest
  @CsvSource({"0x00,1024", "0x07,1920", "0x68,8388608", "0xA8,2147483648", "0xFF,4123168604160"})
  void zstd_window_is_read_from_the_frame_and_bounded(int octet, long windowBytes)
      throws IOException {
    int state = DecoderMemory.ZSTD_STATE_BYTES;
    byte[] frame = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, (byte) 0x80, (byte) octet, 1, 0, 0, 0};
    assertThat(decode(Coding.ZSTD, frame, new DecodeBounds(1, state + windowBytes - 1)).fault)
        .isEqualTo(CodingFault.MEMORY);
    if (windowBytes <= 8 << 20) {
      assertThat(decode(Coding.ZSTD, frame, new DecodeBounds(1, state + windowBytes)).fault)
          .isEqualTo(CodingFault.TRUNCATED);
    }
  }

  @Test
  void lzma_dictionary_costs_what_it_says() throws IOException {
    byte[] encoded = encode(Coding.LZMA, FirmwareLike.octets(4_000, 8));
    encoded[2] = 0x10;
    long least = DecoderMemory.LZMA_STATE_BYTES + 4096;
    assertThat(decode(Coding.LZMA, encoded, new DecodeBounds(4_000, least)).fault).isNull();
    assertThat(decode(Coding.LZMA, encoded, new DecodeBounds(4_000, least - 1)).fault)
        .isEqualTo(CodingFault.MEMORY);
  }

  private static byte[] mutant(byte[] encoded, int seed) {
    Random random = new Random(seed);
    byte[] mutant = encoded.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && mutant.length > 0; i++) {
      mutant[random.nextInt(mutant.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(mutant, random.nextInt(mutant.length + 1));
      case 1 -> Arrays.copyOf(mutant, mutant.length + 1 + random.nextInt(20));
      default -> mutant;
    };
  }

  private static DecodeBounds bounds(Coding coding, int imageSize) {
    return new DecodeBounds(imageSize, DecoderMemory.leastBytes(coding, imageSize));
  }

  private static byte[] encode(Coding coding, byte[] image) throws IOException {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    ImageCodings.of(coding).encode(new ByteArrayInputStream(image), image.length, encoded);
    return encoded.toByteArray();
  }

  /** Decodes, and fails where a bound is exceeded; what loads a class is done once more. */
  private static Bounded decode(Coding coding, byte[] encoded, DecodeBounds bounds)
      throws IOException {
    long most = bounds.memoryBytes() + 2 * ImageCoding.BUFFER_BYTES + OBJECTS_BYTES;
    Bounded first = measured(coding, encoded, bounds);
    Bounded result = first.allocated <= most ? first : measured(coding, encoded, bounds);
    assertThat(result.allocated).as("memory taken by %s", coding).isLessThanOrEqualTo(most);
    if (result.fault == null) {
      assertThat(result.written).isEqualTo(bounds.imageSize());
    }
    return result;
  }

  private static Bounded measured(Coding coding, byte[] encoded, DecodeBounds bounds)
      throws IOException {
    Sink sink = new Sink(bounds.imageSize());
    ByteArrayInputStream input = new ByteArrayInputStream(encoded);
    ImageCoding with = ImageCodings.of(coding);
    CodingFault fault = null;
    long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    try {
      with.decode(input, bounds, sink);
    } catch (CodingException e) {
      fault = e.fault();
    }
    long took = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    return new Bounded(fault, sink.written, encoded.length - input.available(), took);
  }

  private record Bounded(CodingFault fault, long written, int taken, long allocated) {}

  /** Takes no octet more than an image has. */
  private static final class Sink extends OutputStream {
    private final long most;
    private long written;

    Sink(long most) {
      this.most = most;
    }

    @Override
    public void write(int octet) {
      write(new byte[1], 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
      written += length;
      assertThat(written).isLessThanOrEqualTo(most);
    }
  }
}
