package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.app.FlashReply.Why;
import io.firmament.server.device.DeviceFixtures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Firmware that is no release, to one device: TGT3 to TGT5, API1, API5. */
class FlashTest {
  private static final byte[] FILE = content("by hand");
  private final ServerFixture server = ServerFixture.ready();
  private final DeviceFixtures one = DeviceFixtures.fresh().running(1, ServerFixture.image(1));

  @BeforeEach
  void the_device_is_here() {
    server.workOff();
    server.handshake(one);
    server.workOff();
  }

  private static byte[] content(String text) {
    return ("\0image " + text).getBytes(StandardCharsets.UTF_8);
  }

  private FlashReply flash(byte[] file) {
    try {
      NewFlash wish =
          new NewFlash(
              ServerFixture.ID,
              Optional.of(new FirmwareVersion(7)),
              Optional.empty(),
              Optional.empty());
      return ServerFixture.now(
          server
              .operators()
              .flashDevice()
              .flash(wish, new ByteArrayInputStream(file), ServerFixture.ME));
    } catch (RefusedException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private Why refused(byte[] file) {
    return ((FlashReply.Refused) flash(file)).why();
  }

  private void development() throws RefusedException {
    server.operators().markDevelopment().mark(ServerFixture.ID, true, ServerFixture.ME);
    server.workOff();
  }

  /** Brings the flash to its end. */
  private HelloAnswer arrived(Offer offer) {
    server.status(offer, Status.Phase.STARTED);
    server.status(offer, Status.Phase.REBOOTING);
    return server.handshake(one.booted().running(7, Digest.of(FILE)));
  }

  // ---- How it goes

  @Test
  void what_is_flashed_is_offered_at_once_before_every_rule_and_every_queue() throws Exception {
    server.lock(1, false);
    assertThat(flash(FILE)).isInstanceOf(FlashReply.Started.class);

    Offer offer = server.link.offers.get(0);
    assertThat(server.blobs.size(Digest.of(FILE))).isPresent();
    assertThat(server.view().decision().target().orElseThrow().rule()).isEqualTo("flash");
    assertThat(server.view().decision().target().orElseThrow().flashNow()).isTrue();
    byte[] manifest = server.blobs.open(offer.manifest()).readAllBytes();
    assertThat(new String(manifest, StandardCharsets.UTF_8))
        .as("bound to the device")
        .contains(ServerFixture.ID.hex());
  }

  /** TGT4. */
  @Test
  void a_development_device_keeps_what_was_flashed() throws RefusedException {
    development();
    flash(FILE);
    assertThat(arrived(server.link.offers.get(0))).isEqualTo(new HelloAnswer.Nothing());

    assertThat(server.view().decision().target()).isEmpty();
    assertThat(server.view().attempt().orElseThrow().state().name()).isEqualTo("UPDATED");
    assertThat(server.told())
        .contains("spark/flash/status=started ", "spark/flash/status=success ")
        .doesNotContain("spark/status=auto-update");
  }

  /** TGT3. */
  @Test
  void another_device_is_put_back_to_its_target_straight_after() throws RefusedException {
    server.release(1, false);
    server.workOff();
    flash(FILE);
    HelloAnswer answer = arrived(server.link.offers.get(0));

    Offer back = ((HelloAnswer.Update) answer).offer();
    assertThat(back.downgrade()).as("from version 7 to version 1").isTrue();
    assertThat(server.view().attempt().orElseThrow().to()).isEqualTo(new FirmwareVersion(1));
  }

  @Test
  void a_flash_that_fails_leaves_nothing_behind() throws RefusedException {
    development();
    flash(FILE);
    server.failed(server.link.offers.get(0), RefusalReason.IMAGE_DIGEST);
    server.workOff();

    assertThat(server.view().decision().target()).isEmpty();
    assertThat(flash(FILE)).as("again").isInstanceOf(FlashReply.Started.class);
  }

  @Test
  void a_flash_goes_on_after_a_restart_of_the_server_and_when_the_device_is_back() {
    flash(FILE);
    server.status(server.link.offers.get(0), Status.Phase.STARTED);
    server.restart();
    HelloAnswer answer = server.handshake(one);
    assertThat(((HelloAnswer.Update) answer).offer().manifest())
        .isEqualTo(server.link.offers.get(0).manifest());
  }

  @Test
  void a_flash_that_is_cancelled_is_over() throws RefusedException {
    development();
    flash(FILE);
    server.status(server.link.offers.get(0), Status.Phase.STARTED);
    server.operators().cancelUpdate().cancel(ServerFixture.ID, ServerFixture.ME);
    server.workOff();

    assertThat(server.link.cancels).hasSize(1);
    assertThat(server.view().decision().target()).isEmpty();
  }

  @Test
  void blobs_are_gone_when_it_has_ended_unless_somebody_else_needs_them() throws RefusedException {
    development();
    flash(FILE);
    arrived(server.link.offers.get(0));
    server.workOff();
    assertThat(server.blobs.size(Digest.of(FILE))).isEmpty();
    assertThat(server.blobs.size(server.link.offers.get(0).manifest())).isEmpty();

    byte[] shared = content("shared");
    server.upload(9, shared);
    server.workOff();
    flash(shared);
    server.failed(server.link.offers.get(1), RefusalReason.IMAGE_DIGEST);
    server.hello(ServerFixture.shortOf(one.booted().running(7, Digest.of(FILE))));
    server.workOff();
    assertThat(server.blobs.size(Digest.of(shared))).as("version 9 has it").isPresent();
    assertThat(server.blobs.size(server.link.offers.get(1).manifest())).isEmpty();
  }

  @Test
  void what_runs_already_is_not_sent() {
    assertThat(flash(ServerFixture.content(1))).isInstanceOf(FlashReply.Refused.class);
    server.handshake(one.booted().running(7, Digest.of(FILE)));
    assertThat(flash(FILE)).isEqualTo(new FlashReply.Running());
    assertThat(server.link.offers).isEmpty();
  }

  // ---- Why not

  @Test
  void an_offline_device_is_not_flashed_now_or_later() throws RefusedException {
    development();
    server.devices().noteContact().lost(ServerFixture.ID);
    assertThat(refused(FILE)).isEqualTo(Why.OFFLINE);
    assertThat(server.handshake(one)).isEqualTo(new HelloAnswer.Nothing());
  }

  @Test
  void a_device_that_does_not_answer_is_offline_and_not_flashed_later() throws RefusedException {
    development();
    server.link.connected = false;
    assertThat(refused(FILE)).isEqualTo(Why.OFFLINE);
    server.workOff();
    server.link.connected = true;
    assertThat(server.handshake(one)).isEqualTo(new HelloAnswer.Nothing());
  }

  /** DEV1, DEV6. */
  @Test
  void a_device_that_forbids_updates_is_not_flashed_unless_it_is_forced() throws RefusedException {
    server.event("particle/device/updates/enabled", "false");
    assertThat(refused(FILE)).isEqualTo(Why.UPDATES_DISABLED);
    server.operators().forceUpdates().force(ServerFixture.ID, true, ServerFixture.ME);
    assertThat(flash(FILE)).isInstanceOf(FlashReply.Started.class);
    assertThat(server.link.offers.get(0).forced()).isTrue();
  }

  @Test
  void a_device_that_is_faster_with_its_switch_says_so_and_nothing_happens_later() {
    server.link.replies.add(new DeviceLink.OfferReply.Refused(RefusalReason.UPDATES_DISABLED));
    assertThat(refused(FILE)).isEqualTo(Why.UPDATES_DISABLED);
    server.pass(Duration.ofMinutes(1));
    assertThat(server.hello(ServerFixture.shortOf(one))).isEqualTo(new HelloAnswer.Nothing());
  }

  @Test
  void a_device_that_is_being_updated_is_busy() {
    flash(FILE);
    assertThat(refused(content("another"))).isEqualTo(Why.BUSY);
  }

  @Test
  void a_file_that_is_larger_than_the_slot_is_too_large() {
    server.handshake(one.booted().withSlot(4));
    assertThat(refused(FILE)).isEqualTo(Why.TOO_LARGE);
  }

  @Test
  void a_device_that_nobody_let_in_is_not_flashed() throws RefusedException {
    server.operators().denyDevice().deny(ServerFixture.ID, ServerFixture.ME);
    assertThat(refused(FILE)).isEqualTo(Why.NOT_APPROVED);
  }

  @Test
  void nothing_is_flashed_that_the_server_may_not_sign() throws RefusedException {
    server.operators().changeSigning().change(DeviceFixtures.PRODUCT, true, ServerFixture.ME);
    assertThat(refused(FILE)).isEqualTo(Why.OFFLINE_SIGNED);
  }

  /** API5. */
  @Test
  void source_code_is_not_compiled_here() {
    assertThat(refused("void setup() {}\n".getBytes(StandardCharsets.UTF_8))).isEqualTo(Why.SOURCE);
    assertThat(refused("// für alle\n".getBytes(StandardCharsets.UTF_8))).isEqualTo(Why.SOURCE);
  }

  @Test
  void bundles_are_refused_in_words_of_their_own() {
    assertThat(refused(new byte[] {'P', 'K', 3, 4, 0, 0})).isEqualTo(Why.BUNDLE);
  }
}
