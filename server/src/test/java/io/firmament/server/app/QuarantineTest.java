package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.certs.CertificateForge;
import io.firmament.certs.CertificateForge.Forged;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Approval;
import io.firmament.server.device.DeviceFixtures;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** PRD11: how many devices that nobody registered a product takes, and how fast. */
class QuarantineTest {
  private static final int MOST = 1_000;
  private static final int BURST = 20;
  private static final Duration PACE = Duration.ofSeconds(6);
  private static final ProductId OTHER = new ProductId(8);

  private final ServerFixture server = ServerFixture.ready();
  private final Forged authority = CertificateForge.authority("own").selfSigned();

  @Test
  void newcomer_number_1001_is_refused_until_somebody_was_decided_on() throws Exception {
    trust();
    for (int i = 0; i < MOST; i++) {
      server.pass(PACE);
      assertThat(take(i)).isTrue();
    }
    server.pass(Duration.ofDays(1));

    assertThat(seen(MOST)).isEqualTo(Identification.Unknown.NO_ROOM);
    assertThat(take(MOST)).isFalse();
    assertThat(server.devices().admitDevice().approval(id(MOST))).isEmpty();

    server.operators().approveDevice().approve(id(0), ServerFixture.ME);
    assertThat(seen(MOST)).isInstanceOf(Identification.Known.class);
    assertThat(take(MOST)).isTrue();
    assertThat(take(MOST + 1)).isFalse();

    server.operators().denyDevice().deny(id(1), ServerFixture.ME);
    assertThat(take(MOST + 1)).isTrue();

    server.register(id(2));
    server.restart();
    assertThat(take(MOST + 2)).isTrue();
    assertThat(take(MOST + 3)).as("counted over a restart").isFalse();
  }

  @Test
  void newcomer_number_21_at_once_is_refused_until_six_seconds_have_passed() throws Exception {
    trust();
    for (int i = 0; i < BURST; i++) {
      assertThat(take(i)).isTrue();
    }

    assertThat(seen(BURST)).isEqualTo(Identification.Unknown.NO_ROOM);
    assertThat(take(BURST)).isFalse();
    assertThat(take(0)).as("it is there, and needs no place").isTrue();
    assertThat(server.devices().quarantineDevice().take(id(99), OTHER)).isTrue();
    server.pass(PACE.minusMillis(1));
    assertThat(take(BURST)).isFalse();
    server.pass(Duration.ofMillis(1));
    assertThat(seen(BURST)).isInstanceOf(Identification.Known.class);
    assertThat(take(BURST)).isTrue();
    assertThat(take(BURST + 1)).isFalse();
  }

  @Test
  void device_that_is_there_takes_no_place_and_keeps_what_was_decided() {
    server.pass(PACE);
    assertThat(take(0)).isTrue();
    assertThat(take(0)).isTrue();
    assertThat(server.devices().quarantineDevice().take(ServerFixture.ID, OTHER)).isTrue();

    assertThat(server.devices().admitDevice().approval(id(0))).contains(Approval.QUARANTINED);
    assertThat(server.devices().admitDevice().approval(ServerFixture.ID))
        .contains(Approval.APPROVED);
    assertThat(server.view().device().product()).isEqualTo(DeviceFixtures.PRODUCT);
  }

  private void trust() throws RefusedException {
    server
        .operators()
        .trustAuthority()
        .trust(DeviceFixtures.PRODUCT, authority.pem(), ServerFixture.ME);
  }

  /** What becomes of a newcomer when its certificate is seen, before it has proved anything. */
  private Identification seen(int number) {
    Forged newcomer = CertificateForge.device(id(number).hex()).signedBy(authority);
    return server.devices().identifyDevice().byCertificate(newcomer.chain());
  }

  private boolean take(int number) {
    return server.devices().quarantineDevice().take(id(number), DeviceFixtures.PRODUCT);
  }

  private static DeviceId id(int number) {
    return new DeviceId("%024x".formatted(number));
  }
}
