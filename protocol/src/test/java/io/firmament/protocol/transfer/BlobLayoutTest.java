package io.firmament.protocol.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.protocol.value.ByteRange;
import io.firmament.protocol.value.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlobLayoutTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1024, 1, 1",
    "1024, 1024, 1, 1024",
    "1025, 1024, 2, 1",
    "33, 16, 3, 1",
    "67108864, 1024, 65536, 1024",
    "1073741824, 1024, 1048576, 1024"
  })
  void last_block_is_what_is_left(long size, int blockSize, int blocks, long last) {
    BlobLayout layout = new BlobLayout(size, blockSize);
    assertThat(layout.blocks()).isEqualTo(blocks);
    assertThat(layout.range(blocks - 1))
        .isEqualTo(new ByteRange((long) (blocks - 1) * blockSize, last));
  }

  @ParameterizedTest
  @CsvSource({"16, 0", "32, 1", "64, 2", "128, 3", "256, 4", "512, 5", "1024, 6"})
  void size_exponent_is_that_of_rfc_7959(int blockSize, int szx) {
    assertThat(new BlobLayout(1, blockSize).sizeExponent()).isEqualTo(szx);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 100, 1023, 2048, -16, Integer.MIN_VALUE})
  void block_size_must_be_one_that_coap_knows(int blockSize) {
    assertThatThrownBy(() -> new BlobLayout(1, blockSize))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("block size");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, (1L << 30) + 1, Long.MAX_VALUE})
  void blob_must_fit_20_bits_of_block_number(long size) {
    assertThatThrownBy(() -> new BlobLayout(size, 1024))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("blob size");
  }

  @Test
  void block_past_the_end_is_refused() {
    BlobLayout layout = new BlobLayout(1025, 1024);
    assertThatThrownBy(() -> layout.range(2)).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> layout.range(-1)).isInstanceOf(InvalidValueException.class);
  }
}
