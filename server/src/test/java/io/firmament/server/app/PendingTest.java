package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.RefusalReason;
import io.firmament.server.device.DeviceFixtures;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** DEV5: a device that permits no updates knows when one waits. */
class PendingTest {
  private final ServerFixture server = ServerFixture.ready();
  private final DeviceFixtures busy =
      DeviceFixtures.fresh()
          .running(1, ServerFixture.image(1))
          .withFlags(ServerFixture.flags(false));

  @BeforeEach
  void version_two_is_there() throws RefusedException {
    server.upload(2);
    server.workOff();
  }

  @Test
  void a_busy_device_that_is_here_is_told_of_a_release_once() {
    server.handshake(busy);
    server.release(2, true);
    server.workOff();
    server.hello(
        ServerFixture.shortOf(busy.withFlags(server.view().session().orElseThrow().flags())));
    server.workOff();

    assertThat(server.link.pending).containsExactly(true);
    assertThat(server.link.offers).isEmpty();
    assertThat(server.told()).filteredOn("particle/device/updates/pending=true"::equals).hasSize(1);
  }

  @Test
  void a_busy_device_that_comes_back_is_told_what_waits_for_it() {
    server.release(2, true);
    server.handshake(busy);
    server.workOff();

    assertThat(server.link.pending).containsExactly(true);
  }

  @Test
  void a_busy_device_is_told_when_nothing_waits_for_it_any_more() throws RefusedException {
    server.handshake(busy);
    server.release(2, true);
    server.workOff();
    server.lock(1, true);
    server.workOff();

    assertThat(server.link.pending).containsExactly(true, false);
  }

  @Test
  void a_device_that_permits_updates_is_offered_them_and_told_nothing() {
    server.handshake(busy.withFlags(ServerFixture.flags(true)));
    server.release(2, true);
    server.workOff();

    assertThat(server.link.pending).isEmpty();
    assertThat(server.link.offers).hasSize(1);
  }

  @Test
  void a_device_is_told_whatever_the_reason_is() throws RefusedException {
    DeviceFixtures free = busy.withFlags(ServerFixture.flags(true));
    server.link.replies.add(new DeviceLink.OfferReply.Refused(RefusalReason.BAD_SIGNATURE));
    server.handshake(free);
    server.release(2, true);
    server.workOff();
    assertThat(server.view().state()).startsWith("FAILED");
    server.hello(ServerFixture.shortOf(free));
    server.workOff();

    assertThat(server.link.pending).containsExactly(true);
    assertThat(server.view().pending()).isTrue();
  }

  @Test
  void a_standard_release_tells_a_busy_device_nothing_before_its_session_either() {
    server.handshake(busy);
    server.pass(Duration.ofSeconds(1));
    server.release(2, false);
    server.workOff();
    assertThat(server.link.pending).isEmpty();

    server.pass(Duration.ofMinutes(1));
    server.hello(ServerFixture.shortOf(busy));
    server.workOff();
    assertThat(server.link.pending).containsExactly(true);
  }

  @Test
  void a_standard_release_tells_a_device_that_permits_updates_nothing_before_its_session() {
    server.handshake(busy.withFlags(ServerFixture.flags(true)));
    server.pass(Duration.ofSeconds(1));
    server.release(2, false);
    server.workOff();

    assertThat(server.link.pending).isEmpty();
    assertThat(server.link.offers).isEmpty();
  }
}
