package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.protocol.image.ParticleModuleBuilder;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.release.Firmware;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** PRD2, PRD3, PRD4: what the file says counts. */
class UploadTest {
  private static final int USER_PART = 5;
  private static final int SYSTEM_PART = 4;
  private final ServerFixture server = ServerFixture.ready();

  private static ParticleModuleBuilder module() {
    return new ParticleModuleBuilder()
        .platform(DeviceFixtures.PLATFORM.number())
        .module(USER_PART, 1, 6)
        .product((int) DeviceFixtures.PRODUCT.number(), 4);
  }

  private Firmware upload(ParticleModuleBuilder file, Optional<Integer> declared)
      throws RefusedException, IOException {
    return server
        .operators()
        .uploadFirmware()
        .upload(
            new NewFirmware(DeviceFixtures.PRODUCT, declared.map(FirmwareVersion::new), "t", "d"),
            new ByteArrayInputStream(file.build()),
            ServerFixture.ME);
  }

  @Test
  void a_declared_version_that_differs_is_refused_with_both_numbers() {
    assertThatThrownBy(() -> upload(module(), Optional.of(5)))
        .isInstanceOf(RefusedException.class)
        .hasMessage("the file says that it is version 4, but version 5 was declared");
  }

  @Test
  void the_embedded_version_stands_where_none_is_declared() throws Exception {
    Firmware firmware = upload(module().requires(SYSTEM_PART, 1, 1512), Optional.empty());
    assertThat(firmware.version().number()).isEqualTo(4);
    assertThat(firmware.binary().format()).isEqualTo("particle");
    assertThat(firmware.binary().minimumSystem()).contains(new FirmwareVersion(1512));
  }

  @Test
  void the_declared_version_stands_where_the_file_says_ffff() throws Exception {
    Firmware firmware =
        upload(module().module(SYSTEM_PART, 1, 1512).product(0xFFFF, 0xFFFF), Optional.of(9));
    assertThat(firmware.version().number()).isEqualTo(9);
  }

  @Test
  void another_platform_or_product_is_refused_with_both_numbers() {
    assertThatThrownBy(() -> upload(module().platform(13), Optional.empty()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("platform 13")
        .hasMessageContaining("platform 12");
    assertThatThrownBy(() -> upload(module().product(99, 4), Optional.empty()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("product 99")
        .hasMessageContaining("product 7");
  }

  @Test
  void a_refused_file_leaves_nothing_behind() {
    long written = server.store.lastSequence();
    byte[] file = module().build();
    assertThatThrownBy(() -> server.upload(5, file)).isInstanceOf(RefusedException.class);
    assertThat(server.store.lastSequence()).isEqualTo(written);
    assertThat(server.blobs.size(Digest.of(file))).isEmpty();
  }
}
