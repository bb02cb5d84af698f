package io.firmament.protocol.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  @Test
  void device_id_is_folded_to_lower_case() {
    assertThat(new DeviceId("E00FCE68AABBCCDDEEFF0011").hex())
        .isEqualTo("e00fce68aabbccddeeff0011");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "e00fce68aabbccddeeff001",
        "e00fce68aabbccddeeff00112",
        "g00fce68aabbccddeeff0011"
      })
  void device_id_refuses_anything_but_24_hex_digits(String text) {
    assertThatThrownBy(() -> new DeviceId(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("device id must be 24 hexadecimal digits, but was '%s'", text);
  }

  @Test
  void digest_of_abc_is_that_of_fips_180() {
    assertThat(Digest.of("abc".getBytes(StandardCharsets.US_ASCII)).hex())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void digest_prefix_is_nine_octets_in_twelve_characters() {
    assertThat(Digest.of("abc".getBytes(StandardCharsets.US_ASCII)).prefix())
        .isEqualTo("ungWv48Bz-pB");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536})
  void version_refuses_what_does_not_fit_16_bits(int number) {
    assertThatThrownBy(() -> new FirmwareVersion(number)).isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 0xFFFF_FFFFL})
  void product_id_refuses_zero_and_the_reserved_number(long number) {
    assertThatThrownBy(() -> new ProductId(number)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void only_an_asset_has_a_name() {
    assertThat(ModuleName.asset("logo.png").kind()).isEqualTo(ModuleKind.ASSET);
    assertThatThrownBy(() -> new ModuleName(ModuleKind.APPLICATION, 0, "x"))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> new ModuleName(ModuleKind.ASSET, 0, ""))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void byte_range_refuses_an_overflow() {
    assertThat(new ByteRange(3, 4).end()).isEqualTo(7);
    assertThatThrownBy(() -> new ByteRange(Long.MAX_VALUE, 1))
        .isInstanceOf(InvalidValueException.class);
  }
}
