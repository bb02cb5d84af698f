package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.AttemptState;
import io.firmament.server.transfer.DeviceLedger;
import io.firmament.server.transfer.Octets;
import io.firmament.server.transfer.UpdateBytes;
import io.firmament.server.transfer.WireBytes;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What updates cost, over restarts (feature OBS3). */
class LedgerTest {
  private static final WireBytes HELLO =
      new WireBytes(new Octets(400, 500), new Octets(100, 50), Octets.NONE, Octets.NONE);
  private static final WireBytes BLOCKS =
      new WireBytes(Octets.NONE, new Octets(60, 40), new Octets(500, 9000), new Octets(50, 1000));

  private final ServerFixture server = ServerFixture.ready();
  private final DeviceFixtures one = DeviceFixtures.fresh().running(1, ServerFixture.image(1));
  private final DeviceFixtures two = one.booted().running(2, ServerFixture.image(2));

  @BeforeEach
  void version_two_is_there() throws RefusedException {
    server.server.keepLedgers().begin();
    server.upload(2);
    server.workOff();
    server.meter.count(ServerFixture.ID, HELLO);
    server.handshake(one);
  }

  @Test
  void update_pays_from_its_offer_to_its_end_and_the_device_for_all() {
    Offer offer = offered();
    server.meter.count(ServerFixture.ID, BLOCKS);
    assertThat(cost()).isEqualTo(new UpdateBytes(offer.commandId(), BLOCKS, true));
    server.meter.count(ServerFixture.ID, HELLO);
    server.handshake(two);
    server.meter.count(ServerFixture.ID, HELLO);

    assertThat(cost().bytes()).as("the boot, too").isEqualTo(BLOCKS.plus(HELLO));
    assertThat(ledger().all()).isEqualTo(BLOCKS.plus(HELLO).plus(HELLO).plus(HELLO));
    assertThat(server.meter.forgotten).contains(ServerFixture.ID);
    assertThat(server.told())
        .filteredOn(e -> e.startsWith("firmament/device/update="))
        .singleElement()
        .asString()
        .contains("\"result\":\"updated\",\"from\":1,\"to\":2")
        .contains("\"firmware\":{\"up\":500,\"down\":9000}")
        .contains("\"repeated\":{\"up\":50,\"down\":1000}")
        .endsWith("\"whole\":true}");
  }

  @Test
  void ledger_of_a_server_that_stopped_in_order_goes_on_whole() {
    offered();
    server.meter.count(ServerFixture.ID, BLOCKS);
    server.server.keepLedgers().close();
    restarted();
    server.meter.count(ServerFixture.ID, BLOCKS);
    server.handshake(two);

    assertThat(cost().bytes()).isEqualTo(BLOCKS.plus(BLOCKS));
    assertThat(cost().whole()).isTrue();
    assertThat(ledger().all()).isEqualTo(HELLO.plus(BLOCKS).plus(BLOCKS));
  }

  @Test
  void ledger_of_a_killed_server_keeps_what_was_written_and_says_that_some_is_missing() {
    offered();
    server.meter.count(ServerFixture.ID, BLOCKS);
    server.devices().noteContact().lost(ServerFixture.ID);
    server.meter.count(ServerFixture.ID, BLOCKS);
    restarted();
    server.meter.count(ServerFixture.ID, HELLO);
    server.handshake(two);

    assertThat(cost().bytes()).isEqualTo(BLOCKS.plus(HELLO));
    assertThat(cost().whole()).isFalse();
    assertThat(server.told()).anyMatch(e -> e.endsWith("\"whole\":false}"));
  }

  @Test
  void idle_device_loses_nothing_by_a_run_in_order_in_which_it_said_nothing() {
    offered();
    server.meter.count(ServerFixture.ID, BLOCKS);
    server.server.keepLedgers().close();
    restarted();
    server.server.keepLedgers().close();
    restarted();
    server.handshake(two);

    assertThat(cost())
        .extracting(UpdateBytes::bytes, UpdateBytes::whole)
        .containsExactly(BLOCKS, true);
  }

  @Test
  void next_update_begins_at_nothing_and_the_last_one_keeps_its_own() throws RefusedException {
    server.upload(3);
    server.workOff();
    offered();
    server.meter.count(ServerFixture.ID, BLOCKS);
    Attempt superseded = server.view().attempt().orElseThrow();
    server.lock(3, true);
    server.workOff();
    server.meter.count(ServerFixture.ID, HELLO);

    assertThat(server.view().attempt().orElseThrow().to().number()).isEqualTo(3);
    assertThat(cost().bytes()).isEqualTo(HELLO);
    Attempt ended = superseded.in(AttemptState.SUPERSEDED, "", superseded.since());
    assertThat(server.operators().findLedger().of(ServerFixture.ID, ended).orElseThrow().bytes())
        .isEqualTo(BLOCKS);
  }

  @Test
  void device_that_was_never_heard_has_no_ledger() throws RefusedException {
    assertThat(server.operators().findLedger().of(new DeviceId("ffffffffffffffffffffffff")))
        .isEmpty();
  }

  private Offer offered() {
    server.lock(2, true);
    server.workOff();
    Offer offer = server.link.offers.get(0);
    server.status(offer, Status.Phase.STARTED);
    return offer;
  }

  private void restarted() {
    server.meter.reset();
    server.restart();
    server.server.keepLedgers().begin();
  }

  private UpdateBytes cost() {
    Attempt attempt = server.view().attempt().orElseThrow();
    return server.operators().findLedger().of(ServerFixture.ID, attempt).orElseThrow();
  }

  private DeviceLedger ledger() {
    Optional<DeviceLedger> ledger = server.operators().findLedger().of(ServerFixture.ID);
    return ledger.orElseThrow();
  }
}
