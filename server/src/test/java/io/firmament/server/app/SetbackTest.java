package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.message.UpdateOutcome;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.release.Encoding;
import io.firmament.server.release.Firmware;
import io.firmament.server.transfer.AttemptState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes another way than planned: late words, lost answers, decisions in between. */
class SetbackTest {
  private final ServerFixture server = ServerFixture.ready();
  private final DeviceFixtures one = DeviceFixtures.fresh().running(1, ServerFixture.image(1));

  @BeforeEach
  void versions_2_and_3_are_there_and_the_device_runs_1() throws RefusedException {
    server.upload(2);
    server.upload(3);
    assertThat(server.handshake(one)).isEqualTo(new HelloAnswer.Nothing());
    server.workOff();
  }

  private static UpdateOutcome rolledBack(long commandId) {
    return new UpdateOutcome(
        commandId,
        UpdateOutcome.Result.ROLLED_BACK,
        Optional.of(RefusalReason.SELF_TEST),
        ServerFixture.image(2));
  }

  private Offer lastOffer() {
    return server.link.offers.get(server.link.offers.size() - 1);
  }

  private void two_is_on_trial() {
    server.lock(2, true);
    server.workOff();
    server.status(lastOffer(), Status.Phase.STARTED);
    server.status(lastOffer(), Status.Phase.READY_TO_APPLY);
  }

  private void assertTwoIsHeld() {
    server.pass(Duration.ofMinutes(1));
    int before = server.link.offers.size();
    server.lock(2, true);
    server.workOff();
    assertThat(server.link.offers).hasSize(before);
    assertThat(server.view().state()).isEqualTo("FAILED(rolled-back, held)");
    assertThat(server.view().device().failures())
        .singleElement()
        .satisfies(f -> assertThat(f.version().number()).isEqualTo(2));
  }

  @Test
  void a_rollback_after_another_decision_still_holds_the_image() {
    two_is_on_trial();
    Offer bad = lastOffer();
    server.lock(3, true);
    server.workOff();
    assertThat(lastOffer().commandId()).isGreaterThan(bad.commandId());
    server.handshake(one.booted().outcome(rolledBack(bad.commandId())));
    assertThat(server.told()).contains("spark/flash/status=rolled back");
    assertTwoIsHeld();
  }

  @Test
  void a_rollback_after_a_withdrawn_decision_still_holds_the_image() throws RefusedException {
    two_is_on_trial();
    Offer bad = lastOffer();
    server.operators().unlockDevice().unlock(ServerFixture.ID, ServerFixture.ME);
    server.operators().lockDevice().lock(ServerFixture.ID, one.version(), true, ServerFixture.ME);
    server.workOff();
    assertThat(server.view().attempt().orElseThrow().state()).isEqualTo(AttemptState.SUPERSEDED);
    server.handshake(one.booted().outcome(rolledBack(bad.commandId())));
    assertTwoIsHeld();
  }

  @Test
  void a_rollback_that_a_restored_backup_does_not_know_of_holds_the_image() {
    server.handshake(one.booted().outcome(rolledBack(server.now.getEpochSecond() + 1)));
    assertTwoIsHeld();
  }

  @Test
  void a_stray_rollback_that_is_said_again_after_a_retry_holds_nothing() throws RefusedException {
    DeviceFixtures back = one.booted().outcome(rolledBack(server.now.getEpochSecond() + 1));
    server.handshake(back);
    assertTwoIsHeld();
    server.operators().retryDevice().retry(ServerFixture.ID, ServerFixture.ME);
    server.workOff();
    assertThat(server.handshake(back.booted())).isInstanceOf(HelloAnswer.Update.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = UnreachableException.Why.class,
      names = {"MALFORMED_ANSWER", "TIMEOUT"})
  void a_cancel_without_a_good_answer_does_not_keep_the_new_offer(UnreachableException.Why why) {
    server.lock(2, true);
    server.workOff();
    server.status(lastOffer(), Status.Phase.STARTED);
    server.link.cancelFails = Optional.of(why);
    server.lock(3, true);
    server.workOff();
    assertThat(server.link.offers).hasSize(2);
    assertThat(server.view().attempt().orElseThrow().to().number()).isEqualTo(3);
    assertThat(server.view().online()).isTrue();
  }

  @Test
  void a_late_status_moves_nothing_back_and_success_is_told_once() {
    server.lock(2, true);
    server.workOff();
    Offer offer = lastOffer();
    server.status(offer, Status.Phase.STARTED);
    server.status(offer, Status.Phase.REBOOTING);
    server.status(offer, Status.Phase.VERIFYING);
    server.status(offer, Status.Phase.TRANSFERRING);
    assertThat(server.view().attempt().orElseThrow().state()).isEqualTo(AttemptState.REBOOTING);
    server.status(offer, Status.Phase.READY_TO_APPLY);
    assertThat(server.told()).containsOnlyOnce("spark/flash/status=success ");
  }

  @Test
  void a_device_that_starts_anew_goes_back_to_the_beginning() {
    server.lock(2, true);
    server.workOff();
    server.status(lastOffer(), Status.Phase.VERIFYING);
    server.status(lastOffer(), Status.Phase.STARTED);
    assertThat(server.view().attempt().orElseThrow().state()).isEqualTo(AttemptState.TRANSFERRING);
  }

  private List<String> toldSince(int before) {
    return server.told().stream().skip(before).filter(e -> !e.startsWith("spark/status")).toList();
  }

  @Test
  void a_full_hello_tells_only_what_is_new() {
    int before = server.told().size();
    server.handshake(one.booted());
    assertThat(toldSince(before))
        .containsExactly(
            "spark/device/last_reset=power",
            "particle/device/updates/forced=false",
            "particle/device/updates/pending=false",
            "particle/device/updates/enabled=true");
    server.release(2, false);
    before = server.told().size();
    server.handshake(one.booted().booted().withFlags(new Flags(0)));
    assertThat(toldSince(before))
        .containsExactly(
            "spark/device/last_reset=power",
            "particle/device/updates/forced=false",
            "particle/device/updates/pending=true",
            "particle/device/updates/enabled=false");
  }

  @Test
  void updates_that_an_event_disabled_are_told_when_a_boot_enables_them() {
    server.event("particle/device/updates/enabled", "false");
    int before = server.told().size();
    server.handshake(one.booted());
    assertThat(toldSince(before)).contains("particle/device/updates/enabled=true");
  }

  @Test
  void whatever_can_be_offered_can_be_fetched() throws RefusedException {
    List<String> absent = new ArrayList<>();
    server.store.whenVisible(
        () ->
            server
                .operators()
                .findFirmware()
                .of(DeviceFixtures.PRODUCT)
                .forEach(view -> absent.addAll(absent(view.firmware()))));
    server.upload(4, new byte[10_000]);
    server.workOff();
    assertThat(absent).isEmpty();
  }

  private List<String> absent(Firmware firmware) {
    List<String> absent = new ArrayList<>();
    for (Encoding encoding : firmware.encodings()) {
      if (isAbsent(encoding.digest().prefix())) {
        absent.add(firmware.version() + " " + encoding.coding());
      }
    }
    if (isAbsent(firmware.manifest().digest().prefix())) {
      absent.add(firmware.version() + " manifest");
    }
    return absent;
  }

  private boolean isAbsent(String prefix) {
    try {
      return server.devices().serveBlock().read(ServerFixture.ID, prefix, 0, 1024)
          instanceof BlockReply.Absent;
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }
}
