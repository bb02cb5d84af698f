package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.message.StatusVerdict;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.release.Firmware;
import io.firmament.server.transfer.AttemptState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blobs that nobody needs go; what anybody needs, or is about to name, stays. */
class SweepBlobsTest {
  private static final ProductId OTHER = new ProductId(8);
  private final ServerFixture server = ServerFixture.ready();
  private final DeviceFixtures device = DeviceFixtures.fresh().running(1, ServerFixture.image(1));
  private Firmware two;

  @BeforeEach
  void hasTwoVersions() throws RefusedException {
    two = server.upload(2);
    server.workOff();
    server.handshake(device);
    sweep();
  }

  /** What is done every second, and in the background. */
  private void sweep() {
    server.devices().lookAfterUpdates().look();
    server.workOff();
  }

  private void delete(int version) {
    deleteNow(version);
    server.workOff();
  }

  private boolean isThere(Digest blob) {
    return server.blobs.size(blob).isPresent();
  }

  private BlockReply block(Digest blob) throws IOException {
    return server.devices().serveBlock().read(ServerFixture.ID, blob.prefix(), 0, 1024);
  }

  @Test
  void deleted_version_takes_its_blobs_with_it_and_no_other() throws Exception {
    delete(2);

    assertThat(isThere(two.image())).isFalse();
    assertThat(isThere(two.manifest().digest())).isFalse();
    assertThat(block(two.image())).isInstanceOf(BlockReply.Absent.class);
    assertThat(isThere(ServerFixture.image(1))).isTrue();
    assertThat(block(ServerFixture.image(1))).isInstanceOf(BlockReply.Block.class);
  }

  @Test
  void blob_that_another_version_names_stays() throws Exception {
    Firmware same = server.upload(3, ServerFixture.content(2));

    delete(2);

    assertThat(isThere(two.image())).isTrue();
    assertThat(block(two.image())).isInstanceOf(BlockReply.Block.class);
    assertThat(isThere(two.manifest().digest())).isFalse();
    assertThat(isThere(same.manifest().digest())).isTrue();
    delete(3);
    assertThat(isThere(two.image())).isFalse();
  }

  @Test
  void blob_that_another_product_names_stays_and_is_for_its_devices_alone() throws Exception {
    uploadToOther(ServerFixture.content(2));

    delete(2);

    assertThat(isThere(two.image())).isTrue();
    assertThat(block(two.image())).isInstanceOf(BlockReply.Absent.class);
  }

  @Test
  void device_that_a_deleted_version_is_on_its_way_to_is_told_and_its_blobs_stay_until_then()
      throws Exception {
    Offer offer = begunAndUnlocked();
    server.link.cancelFails = Optional.of(UnreachableException.Why.MALFORMED_ANSWER);
    delete(2);
    assertThat(server.link.cancels).as("told").hasSize(1);
    server.restart();
    server.handshake(device.booted());
    sweep();

    assertThat(block(two.image())).isInstanceOf(BlockReply.Block.class);
    assertThat(isThere(two.manifest().digest())).isTrue();

    server.link.cancelFails = Optional.empty();
    assertThat(server.status(offer, Status.Phase.STARTED)).isEqualTo(StatusVerdict.CANCEL);
    server.workOff();
    assertThat(server.view().attempt().orElseThrow().state()).isEqualTo(AttemptState.SUPERSEDED);
    server.pass(SweepBlobs.LEFT_EVERY);
    sweep();
    assertThat(isThere(two.image())).isFalse();
    assertThat(isThere(two.manifest().digest())).isFalse();
  }

  /** Version 2 is on its way, and the cancel that follows the unlocking is lost. */
  private Offer begunAndUnlocked() throws RefusedException {
    server.lock(2, true);
    server.workOff();
    Offer offer = server.link.offers.get(0);
    server.status(offer, Status.Phase.STARTED);
    server.operators().unlockDevice().unlock(ServerFixture.ID, ServerFixture.ME);
    server.work.clear();
    return offer;
  }

  @Test
  void upload_that_is_refused_at_last_leaves_nothing_behind() {
    server.store.beforeNext(() -> uploaded(9));

    assertThatThrownBy(() -> server.upload(8)).isInstanceOf(RefusedException.class);
    sweep();

    assertThat(isThere(ServerFixture.image(8))).isFalse();
    assertThat(isThere(ServerFixture.image(9))).isTrue();
  }

  @Test
  void blob_that_is_just_about_to_be_named_is_not_swept() throws Exception {
    server.pass(SweepBlobs.STRAYS_EVERY);
    server.store.beforeNext(this::sweep);

    Firmware three = server.upload(3);
    sweep();

    assertThat(isThere(three.image())).isTrue();
    assertThat(isThere(three.manifest().digest())).isTrue();
  }

  @Test
  void upload_of_what_is_just_being_deleted_keeps_its_blobs() throws Exception {
    server.store.beforeNext(() -> uploaded(3, ServerFixture.content(2)));

    delete(2);

    assertThat(isThere(two.image())).isTrue();
  }

  @Test
  void version_that_is_deleted_while_another_one_is_swept_is_swept_next() throws Exception {
    Firmware three = server.upload(3);
    server.workOff();
    deleteNow(2);
    server.store.beforeNext(() -> deleteNow(3));

    server.workOff();
    sweep();

    assertThat(isThere(two.image())).isFalse();
    assertThat(isThere(three.image())).isFalse();
  }

  private void deleteNow(int version) {
    try {
      server
          .operators()
          .releases()
          .deleteFirmware()
          .delete(DeviceFixtures.PRODUCT, new FirmwareVersion(version), ServerFixture.ME);
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void what_a_failed_disk_may_have_named_is_not_swept() {
    server.store.beforeNext(server.store::breakDisk);
    assertThatThrownBy(() -> server.upload(3)).isInstanceOf(StoreFailedException.class);

    sweep();

    assertThat(isThere(ServerFixture.image(3))).as("the next start may find its record").isTrue();
  }

  @Test
  void what_a_failed_disk_may_have_named_anew_is_not_swept_with_what_was_deleted() {
    deleteNow(2);
    server.store.breakDisk();
    assertThatThrownBy(() -> server.upload(3, ServerFixture.content(2)))
        .isInstanceOf(StoreFailedException.class);

    server.workOff();
    sweep();

    assertThat(isThere(two.image())).isTrue();
  }

  @Test
  void what_a_killed_server_left_is_swept_at_the_start_and_what_else_strays_within_the_hour()
      throws Exception {
    Digest killed = stray("killed");
    server.restart();
    sweep();
    assertThat(isThere(killed)).isFalse();

    Digest later = stray("later");
    server.pass(SweepBlobs.STRAYS_EVERY.minus(Duration.ofSeconds(1)));
    sweep();
    assertThat(isThere(later)).isTrue();
    server.pass(Duration.ofSeconds(1));
    sweep();
    assertThat(isThere(later)).isFalse();
    assertThat(isThere(two.image())).isTrue();
    assertThat(isThere(two.manifest().digest())).isTrue();
  }

  @Test
  void one_sweep_waits_at_a_time() {
    server.pass(SweepBlobs.STRAYS_EVERY);
    for (int second = 0; second < 3; second++) {
      server.devices().lookAfterUpdates().look();
    }
    assertThat(server.work).hasSize(1);
  }

  private Digest stray(String content) throws Exception {
    byte[] octets = content.getBytes(StandardCharsets.UTF_8);
    return server.blobs.put(new ByteArrayInputStream(octets), octets.length);
  }

  private void uploaded(int version) {
    uploaded(version, ServerFixture.content(version));
  }

  private void uploaded(int version, byte[] content) {
    try {
      server.upload(version, content);
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  private void uploadToOther(byte[] content) throws Exception {
    server
        .operators()
        .registerProduct()
        .register(
            new NewProduct("Other", DeviceFixtures.PLATFORM, Optional.of(OTHER)), ServerFixture.ME);
    server
        .operators()
        .uploadFirmware()
        .upload(
            new NewFirmware(OTHER, Optional.of(new FirmwareVersion(1)), "", ""),
            new ByteArrayInputStream(content),
            ServerFixture.ME);
    server.workOff();
  }
}
