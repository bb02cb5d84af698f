package io.firmament.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.firmament.protocol.image.FirmwareImage;
import io.firmament.protocol.image.ImageException;
import io.firmament.protocol.image.ReadImage;
import io.firmament.protocol.value.Digest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Firmware files. Since no fuzzer guesses a digest or a checksum, both are set right where the
 * first octet is odd: what is behind them is to be reached.
 */
class ImageFuzzTest {
  private static final int DIGEST_FROM_END = 38;
  private static final int DIGEST_BYTES = 32;
  private static final int CRC_BYTES = 4;

  @FuzzTest(maxDuration = "10m")
  void file(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] octets = Arrays.copyOfRange(input, 1, input.length);
    if ((input[0] & 1) == 1 && octets.length >= DIGEST_FROM_END) {
      mend(octets);
    }
    try {
      FirmwareImage image = ReadImage.from(ByteBuffer.wrap(octets));
      assertThat(image.size()).isEqualTo(octets.length);
      assertThat(image.digest()).isEqualTo(Digest.of(octets));
    } catch (ImageException refused) {
      assertThat(refused.hint()).isNotEmpty();
    }
  }

  private static void mend(byte[] octets) {
    int at = octets.length - DIGEST_FROM_END;
    byte[] digest = Digest.of(Arrays.copyOf(octets, at)).octets();
    System.arraycopy(digest, 0, octets, at, DIGEST_BYTES);
    CRC32 crc = new CRC32();
    crc.update(octets, 0, octets.length - CRC_BYTES);
    ByteBuffer.wrap(octets).putInt(octets.length - CRC_BYTES, (int) crc.getValue());
  }
}
