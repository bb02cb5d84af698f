package io.firmament.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.firmament.protocol.coding.CodingException;
import io.firmament.protocol.coding.DecodeBounds;
import io.firmament.protocol.coding.DecoderMemory;
import io.firmament.protocol.coding.ImageCodings;
import io.firmament.protocol.value.Coding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Encoded images: {coding, two octets of the image's size, the stream}. */
class CodingFuzzTest {
  private static final int HEADER = 3;

  @FuzzTest(maxDuration = "10m")
  void stream(byte[] input) throws IOException {
    if (input.length < HEADER) {
      return;
    }
    Coding coding = Coding.values()[Math.floorMod(input[0], Coding.values().length)];
    int imageSize = (input[1] & 0xFF) << 8 | input[2] & 0xFF;
    byte[] octets = Arrays.copyOfRange(input, HEADER, input.length);
    DecodeBounds bounds = new DecodeBounds(imageSize, DecoderMemory.leastBytes(coding, imageSize));
    Sink sink = new Sink(imageSize);
    try {
      ImageCodings.of(coding).decode(new ByteArrayInputStream(octets), bounds, sink);
      assertThat(sink.written).isEqualTo(imageSize);
    } catch (CodingException refused) {
      assertThat(refused.offset()).isBetween(0L, (long) octets.length);
    }
  }

  /** Takes no octet more than the image has. */
  private static final class Sink extends OutputStream {
    private final int most;
    private int written;

    Sink(int most) {
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
