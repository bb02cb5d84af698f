package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.DeviceEvent;
import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.Goodbye;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.HelloDigest;
import io.firmament.protocol.message.ReportId;
import io.firmament.protocol.message.ShortHello;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Approval;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.device.Product;
import io.firmament.server.trigger.Trigger;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a device may say, and what it may fetch. */
class ContactTest {
  private static final ProductId OTHER = new ProductId(8);
  private final ServerFixture server = ServerFixture.ready();
  private final DeviceFixtures one = DeviceFixtures.fresh().running(1, ServerFixture.image(1));

  @Test
  void an_unknown_digest_is_answered_by_asking_for_all() {
    assertThat(server.hello(ServerFixture.shortOf(one))).isEqualTo(new HelloAnswer.SendFull());
    server.handshake(one);
    assertThat(server.hello(ServerFixture.shortOf(one))).isEqualTo(new HelloAnswer.Nothing());
    ShortHello other = new ShortHello(new HelloDigest("0123456789abcdef"), Flags.DEFAULT);
    assertThat(server.hello(other)).isEqualTo(new HelloAnswer.SendFull());
  }

  @Test
  void a_hello_with_the_digest_of_another_one_is_refused_and_kept_nowhere() {
    FullHello hello = one.hello();
    FullHello forged =
        new FullHello(one.booted().hello().digest(), hello.flags(), hello.facts(), hello.vitals());
    assertThat(server.reply(forged))
        .isEqualTo(new HelloReply.WrongDigest(hello.digest(), forged.digest()));
    assertThat(server.view().device().facts()).isEmpty();
  }

  @Test
  void a_hello_of_another_product_is_refused_and_kept_nowhere() {
    assertThat(server.reply(one.ofProduct(OTHER).hello()))
        .isEqualTo(new HelloReply.WrongProduct(DeviceFixtures.PRODUCT, OTHER));
    assertThat(server.view().device().facts()).isEmpty();
  }

  /** PRD11. */
  @Test
  void a_denied_device_is_turned_away_and_its_session_ends() throws RefusedException {
    server.handshake(one);
    server.operators().denyDevice().deny(ServerFixture.ID, ServerFixture.ME);
    assertThat(server.link.disconnected).containsExactly(ServerFixture.ID);
    assertThat(server.reply(one.hello())).isEqualTo(new HelloReply.Forbidden(Approval.DENIED));
    assertThat(server.devices().admitDevice().approval(ServerFixture.ID)).contains(Approval.DENIED);
    assertThat(server.view().state()).isEqualTo("DENIED");
  }

  @Test
  void a_psk_belongs_to_a_registered_identity_in_lower_case_only() {
    FindPsk findPsk = server.devices().findPsk();
    assertThat(findPsk.key(ServerFixture.ID.hex())).isPresent();
    assertThat(findPsk.key("E00FCE68000000000000000A")).isEmpty();
    assertThat(findPsk.key("e00fce68000000000000000b")).isEmpty();
    assertThat(findPsk.key("")).isEmpty();
  }

  @Test
  void blocks_come_from_the_blob_and_nothing_behind_its_end() throws Exception {
    byte[] image = new byte[2500];
    image[2499] = 9;
    String prefix = server.upload(2, image).image().prefix();
    ServeBlock blocks = server.devices().serveBlock();
    BlockReply.Block first = (BlockReply.Block) blocks.read(ServerFixture.ID, prefix, 0, 1024);
    assertThat(first.octets()).hasSize(1024);
    assertThat(first.more()).isTrue();
    BlockReply.Block last = (BlockReply.Block) blocks.read(ServerFixture.ID, prefix, 2, 1024);
    assertThat(last.octets()).hasSize(452).endsWith((byte) 9);
    assertThat(last.more()).isFalse();
    assertThat(blocks.read(ServerFixture.ID, prefix, 3, 1024))
        .isEqualTo(new BlockReply.PastEnd(2500));
    assertThat(blocks.read(ServerFixture.ID, prefix, Integer.MAX_VALUE, 1024))
        .isEqualTo(new BlockReply.PastEnd(2500));
  }

  @Test
  void another_products_blob_is_as_absent_as_none() throws Exception {
    Product other =
        server
            .operators()
            .registerProduct()
            .register(
                new NewProduct("Other", DeviceFixtures.PLATFORM, Optional.of(OTHER)),
                ServerFixture.ME);
    DeviceId foreign = new DeviceId("e00fce68000000000000000c");
    server
        .operators()
        .registerDevice()
        .register(
            new NewDevice(
                foreign,
                other.id(),
                Optional.empty(),
                Optional.of(new NewCredential.SharedKey(ServerFixture.PSK))),
            ServerFixture.ME);
    String prefix = ServerFixture.image(1).prefix();
    assertThat(block(ServerFixture.ID, prefix)).isInstanceOf(BlockReply.Block.class);
    assertThat(block(foreign, prefix)).isEqualTo(new BlockReply.Absent());
    assertThat(block(ServerFixture.ID, "AAAAAAAAAAAA")).isEqualTo(new BlockReply.Absent());
    assertThat(server.devices().serveManifest().find(foreign, manifest())).isEmpty();
    assertThat(server.devices().serveManifest().find(ServerFixture.ID, manifest())).isPresent();
  }

  @Test
  void a_denied_device_gets_no_block_from_the_moment_of_the_denial() throws Exception {
    String prefix = ServerFixture.image(1).prefix();
    assertThat(block(ServerFixture.ID, prefix)).isInstanceOf(BlockReply.Block.class);
    server.operators().denyDevice().deny(ServerFixture.ID, ServerFixture.ME);
    assertThat(block(ServerFixture.ID, prefix)).isEqualTo(new BlockReply.Absent());
    server.operators().approveDevice().approve(ServerFixture.ID, ServerFixture.ME);
    assertThat(block(ServerFixture.ID, prefix)).isInstanceOf(BlockReply.Block.class);
  }

  private BlockReply block(DeviceId device, String prefix) throws IOException {
    return server.devices().serveBlock().read(device, prefix, 0, 64);
  }

  private String manifest() throws RefusedException {
    return server
        .operators()
        .findFirmware()
        .of(DeviceFixtures.PRODUCT)
        .get(0)
        .firmware()
        .manifest()
        .digest()
        .prefix();
  }

  @Test
  void a_device_that_says_no_hello_is_asked_once() {
    server
        .devices()
        .noteContact()
        .connected(ServerFixture.ID, Trigger.HANDSHAKE, "a", Optional.empty());
    server.link.description = Optional.of(one.hello());
    server.pass(Duration.ofMillis(9_999));
    server.devices().lookAfterSessions().look();
    server.workOff();
    assertThat(server.link.asked).isZero();
    server.pass(Duration.ofMillis(1));
    server.devices().lookAfterSessions().look();
    server.devices().lookAfterSessions().look();
    server.workOff();
    assertThat(server.link.asked).isEqualTo(1);
    assertThat(server.view().device().facts()).isPresent();
  }

  @Test
  void an_update_that_is_due_follows_the_description() {
    server.release(1, false);
    server
        .devices()
        .noteContact()
        .connected(ServerFixture.ID, Trigger.HANDSHAKE, "a", Optional.empty());
    server.link.description =
        Optional.of(DeviceFixtures.fresh().running(0, ServerFixture.image(0)).hello());
    server.pass(Duration.ofSeconds(10));
    server.devices().lookAfterSessions().look();
    server.workOff();
    assertThat(server.link.offers).hasSize(1);
  }

  @Test
  void nothing_is_pushed_to_a_device_that_has_not_said_what_it_is_since_its_handshake() {
    server.handshake(DeviceFixtures.fresh().running(0, ServerFixture.image(0)));
    server
        .devices()
        .noteContact()
        .connected(ServerFixture.ID, Trigger.HANDSHAKE, "a", Optional.empty());
    server.release(1, true);
    server.workOff();
    assertThat(server.link.offers).isEmpty();
  }

  @Test
  void a_wake_by_another_request_than_a_hello_is_followed_by_the_offer() {
    server.handshake(DeviceFixtures.fresh().running(0, ServerFixture.image(0)));
    server.pass(Duration.ofSeconds(1));
    server.release(1, false);
    server.workOff();
    assertThat(server.link.offers).isEmpty();
    server.pass(Duration.ofSeconds(30));
    Optional<Trigger> trigger = server.devices().noteContact().heard(ServerFixture.ID, "a");
    assertThat(trigger).contains(Trigger.WAKE);
    server.devices().pushOffers().push(ServerFixture.ID, trigger.get());
    server.workOff();
    assertThat(server.link.offers).hasSize(1);
    assertThat(server.view().attempt().orElseThrow().cause().trigger()).isEqualTo("wake");
  }

  @Test
  void a_silent_device_is_told_to_be_away_once() {
    server.handshake(one);
    server.link.connected = false;
    server.pass(Duration.ofMinutes(31));
    assertThat(server.view().online()).as("nobody has asked it").isTrue();
    server.devices().lookAfterSessions().look();
    server.devices().lookAfterSessions().look();
    assertThat(server.view().online()).isFalse();
    assertThat(server.told()).filteredOn(e -> e.equals("spark/status=offline")).hasSize(1);
  }

  /** DEV14. */
  @Test
  void a_goodbye_says_when_the_device_is_expected_back() {
    server.handshake(one);
    Goodbye goodbye = new Goodbye(new ReportId(1, 1), Goodbye.Why.SLEEP, 3600);
    ServerFixture.now(server.devices().recordGoodbye().record(ServerFixture.ID, goodbye));
    assertThat(server.view().online()).isFalse();
    assertThat(server.view().device().contact().expectedBack())
        .contains(server.now.plusSeconds(3600));
    assertThat(server.told()).contains("spark/status=offline");
  }

  @Test
  void a_report_that_is_repeated_changes_nothing_even_after_a_restart() {
    server.handshake(one);
    DeviceEvent event = new DeviceEvent(new ReportId(1, 5), "21.5");
    assertThat(record("temperature", event)).isEqualTo(EventReply.TAKEN);
    assertThat(record("temperature", event)).isEqualTo(EventReply.REPEATED);
    server.restart();
    assertThat(record("temperature", event)).isEqualTo(EventReply.REPEATED);
    assertThat(server.told()).filteredOn(e -> e.equals("temperature=21.5")).hasSize(1);
  }

  @Test
  void a_wiped_device_counts_its_boots_anew_and_is_heard() {
    server.handshake(one.booted().booted());
    record("a", new DeviceEvent(new ReportId(3, 1), ""));
    server.handshake(one.wiped());
    assertThat(record("b", new DeviceEvent(new ReportId(1, 1), ""))).isEqualTo(EventReply.TAKEN);
  }

  @Test
  void a_device_cannot_tell_the_clouds_own_events() {
    assertThat(record("spark/flash/status", new DeviceEvent(new ReportId(1, 1), "success ")))
        .isEqualTo(EventReply.RESERVED);
    assertThat(server.told()).isEmpty();
  }

  private EventReply record(String name, DeviceEvent event) {
    return ServerFixture.now(server.devices().recordEvent().record(ServerFixture.ID, name, event));
  }
}
