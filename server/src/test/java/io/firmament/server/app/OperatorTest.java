package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.protocol.coding.DecodeBounds;
import io.firmament.protocol.coding.ImageCodings;
import io.firmament.protocol.value.ByteRange;
import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.device.Product;
import io.firmament.server.release.Encoding;
import io.firmament.server.release.EncodingGap;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Release;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What operators may do, and what they are told when they may not. */
class OperatorTest {
  private final ServerFixture server = ServerFixture.ready();

  private static void refused(RefusedException.Kind kind, ThrowingCallable wish, String... words) {
    assertThatThrownBy(wish)
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e.hint()).isNotEmpty();
              assertThat(List.of(words)).allMatch(e.getMessage()::contains);
            });
  }

  private Product product(String name, Optional<ProductId> id) throws RefusedException {
    return server
        .operators()
        .registerProduct()
        .register(new NewProduct(name, new PlatformId(12), id), ServerFixture.ME);
  }

  @Test
  void a_product_is_found_by_number_and_by_slug() throws RefusedException {
    FindProduct find = server.operators().findProduct();
    assertThat(find.named("7").slug()).isEqualTo("sensor-node");
    assertThat(find.named("sensor-node").id()).isEqualTo(DeviceFixtures.PRODUCT);
    assertThat(product("Next", Optional.empty()).id()).isEqualTo(new ProductId(8));
    refused(RefusedException.Kind.NOT_FOUND, () -> find.named("9"), "9");
    refused(RefusedException.Kind.NOT_FOUND, () -> find.named("0"), "0");
    refused(RefusedException.Kind.NOT_FOUND, () -> find.named("nothing"), "nothing");
  }

  @Test
  void a_number_or_a_slug_is_given_once() {
    refused(
        RefusedException.Kind.CONFLICT, () -> product("New", Optional.of(new ProductId(7))), "7");
    refused(
        RefusedException.Kind.CONFLICT,
        () -> product("Sensor  NODE!", Optional.empty()),
        "sensor-node");
    refused(RefusedException.Kind.INVALID, () -> product("  ", Optional.empty()), "product name");
  }

  /** PRD10. */
  @Test
  void a_device_is_found_by_id_and_by_name_in_any_case() throws RefusedException {
    server.operators().renameDevice().rename(ServerFixture.ID, "Kitchen", ServerFixture.ME);
    FindDevice find = server.operators().findDevice();
    assertThat(find.named("E00FCE68000000000000000A").id()).isEqualTo(ServerFixture.ID);
    assertThat(find.named("kitchen").id()).isEqualTo(ServerFixture.ID);
    server.operators().renameDevice().rename(ServerFixture.ID, "Bath", ServerFixture.ME);
    refused(RefusedException.Kind.NOT_FOUND, () -> find.named("kitchen"), "kitchen");
  }

  @Test
  void a_name_is_given_once_and_never_another_devices_id() throws RefusedException {
    DeviceId other = new DeviceId("e00fce68000000000000000b");
    server.register(other);
    RenameDevice rename = server.operators().renameDevice();
    rename.rename(ServerFixture.ID, "Kitchen", ServerFixture.ME);
    refused(
        RefusedException.Kind.CONFLICT,
        () -> rename.rename(other, "KITCHEN", ServerFixture.ME),
        ServerFixture.ID.hex());
    refused(
        RefusedException.Kind.INVALID,
        () -> rename.rename(other, ServerFixture.ID.hex(), ServerFixture.ME),
        "device name");
  }

  @Test
  void a_device_stays_with_its_product_and_a_new_key_ends_its_session() throws RefusedException {
    Product other = product("Other", Optional.empty());
    RegisterDevice register = server.operators().registerDevice();
    NewDevice moved =
        new NewDevice(ServerFixture.ID, other.id(), Optional.empty(), Optional.empty());
    refused(RefusedException.Kind.CONFLICT, () -> register.register(moved, ServerFixture.ME), "7");
    server.link.disconnected.clear();
    server.register(ServerFixture.ID);
    assertThat(server.link.disconnected).isEmpty();
    String newKey = ServerFixture.PSK.replace('0', '1');
    register.register(
        new NewDevice(
            ServerFixture.ID,
            DeviceFixtures.PRODUCT,
            Optional.empty(),
            Optional.of(new NewCredential.SharedKey(newKey))),
        ServerFixture.ME);
    assertThat(server.link.disconnected).containsExactly(ServerFixture.ID);
  }

  @Test
  void a_key_is_of_sixteen_to_sixty_four_octets_and_never_shown() {
    RegisterDevice register = server.operators().registerDevice();
    for (String bad : new String[] {"", "00", "0".repeat(31), "0".repeat(130), "g".repeat(32)}) {
      NewDevice wish =
          new NewDevice(
              ServerFixture.ID,
              DeviceFixtures.PRODUCT,
              Optional.empty(),
              Optional.of(new NewCredential.SharedKey(bad)));
      refused(RefusedException.Kind.INVALID, () -> register.register(wish, ServerFixture.ME));
    }
    String secret = "ab".repeat(16);
    NewDevice wish =
        new NewDevice(
            ServerFixture.ID,
            DeviceFixtures.PRODUCT,
            Optional.empty(),
            Optional.of(new NewCredential.SharedKey(secret)));
    assertThat(wish.toString()).doesNotContain(secret);
  }

  /** PRD1. */
  @Test
  void a_version_must_be_higher_than_every_one_that_is_there() throws RefusedException {
    server.upload(5);
    refused(RefusedException.Kind.CONFLICT, () -> server.upload(5), "5");
    refused(RefusedException.Kind.CONFLICT, () -> server.upload(4), "4", "5");
    server.upload(6);
  }

  @Test
  void a_raw_file_needs_a_declared_version_and_an_empty_one_is_none() {
    UploadFirmware upload = server.operators().uploadFirmware();
    NewFirmware wish = new NewFirmware(DeviceFixtures.PRODUCT, Optional.empty(), "", "");
    refused(
        RefusedException.Kind.INVALID,
        () -> upload.upload(wish, stream(new byte[100]), ServerFixture.ME),
        "version");
    refused(RefusedException.Kind.INVALID, () -> server.upload(9, new byte[0]));
  }

  /** XFR8: the limit, and one octet more. */
  @Test
  void a_file_of_sixty_four_mebibytes_is_taken_and_not_one_octet_more() throws RefusedException {
    refused(
        RefusedException.Kind.TOO_LARGE,
        () -> server.upload(9, new byte[UploadFirmware.MAX_IMAGE_BYTES + 1]));
    assertThat(server.upload(9, new byte[UploadFirmware.MAX_IMAGE_BYTES]).binary().sizeBytes())
        .isEqualTo(UploadFirmware.MAX_IMAGE_BYTES);
  }

  @Test
  void encodings_are_made_once_in_the_background_and_after_a_restart_if_need_be() throws Exception {
    byte[] image = new byte[20_000];
    server.upload(2, image);
    assertThat(firmware(2).encoded()).isFalse();
    server.restart();
    server.server.encodeFirmware().resume();
    server.workOff();
    Firmware encoded = firmware(2);
    assertThat(encoded.encoded()).isTrue();
    Encoding deflate = encoded.encoding(Coding.DEFLATE).orElseThrow();
    ByteArrayOutputStream decoded = new ByteArrayOutputStream();
    try (InputStream octets = server.blobs.open(deflate.digest())) {
      ImageCodings.of(Coding.DEFLATE)
          .decode(octets, new DecodeBounds(image.length, 1 << 20), decoded);
    }
    assertThat(decoded.toByteArray()).isEqualTo(image);
    assertThat(server.blobs.read(deflate.digest(), new ByteRange(0, 1))).hasSize(1);
    long written = server.store.lastSequence();
    server.server.encodeFirmware().resume();
    server.workOff();
    assertThat(server.store.lastSequence()).isEqualTo(written);
  }

  /** XFR6: what cannot be made is said at once, keeps nothing from going on, and is tried again. */
  @Test
  void a_coding_that_fails_is_visible_and_does_not_keep_a_release_back() throws Exception {
    server.upload(2, new byte[20_000]);
    server.blobs.refuseDrafts(true);
    server.workOff();
    assertThat(firmware(2).encoded()).isTrue();
    assertThat(firmware(2).gap(Coding.LZMA))
        .contains(
            new EncodingGap(Coding.LZMA, EncodingGap.Cause.FAILED, "no space left on device"));
    server.release(2, true);
    assertThat(firmware(2).released()).isTrue();
    server.blobs.refuseDrafts(false);
    server.restart();
    server.server.encodeFirmware().resume();
    server.workOff();
    assertThat(firmware(2).gaps()).isEmpty();
    assertThat(firmware(2).encodings())
        .extracting(Encoding::coding)
        .containsExactly(Coding.IDENTITY, Coding.DEFLATE, Coding.LZMA, Coding.ZSTD);
  }

  @Test
  void an_encoding_that_saves_nothing_is_not_kept() throws RefusedException {
    server.workOff();
    assertThat(firmware(1).encodings())
        .extracting(Encoding::coding)
        .containsExactly(Coding.IDENTITY);
  }

  private Firmware firmware(int version) throws RefusedException {
    return server
        .operators()
        .findFirmware()
        .version(DeviceFixtures.PRODUCT, new FirmwareVersion(version))
        .firmware();
  }

  /** REL2. */
  @Test
  void a_version_is_released_once_it_runs_somewhere_or_with_a_reason_that_is_kept()
      throws RefusedException {
    PublishRelease publish = server.operators().publishRelease();
    NewRelease bare = wish(1, Optional.empty());
    refused(
        RefusedException.Kind.CONFLICT, () -> publish.publish(bare, ServerFixture.ME), "no device");
    refused(
        RefusedException.Kind.CONFLICT,
        () -> publish.publish(wish(1, Optional.of(" ")), ServerFixture.ME));
    Release untested =
        publish.publish(wish(1, Optional.of("it burns")), ServerFixture.ME).releases().get(0);
    assertThat(untested.untested()).contains("it burns");
    server.handshake(DeviceFixtures.fresh().running(1, ServerFixture.image(1)));
    Release tried =
        publish.publish(wish(1, Optional.of("no matter")), ServerFixture.ME).releases().get(0);
    assertThat(tried.untested()).isEmpty();
    assertThat(tried.number()).isEqualTo(2);
    assertThat(firmware(1).released()).isTrue();
    refused(
        RefusedException.Kind.NOT_FOUND,
        () -> publish.publish(wish(9, Optional.of("x")), ServerFixture.ME),
        "9");
  }

  private static NewRelease wish(int version, Optional<String> untested) {
    return new NewRelease(DeviceFixtures.PRODUCT, new FirmwareVersion(version), false, untested);
  }

  @Test
  void uploads_and_releases_are_told_as_particles_clients_expect() {
    server.release(1, true);
    assertThat(server.store.events(0, 100))
        .extracting(e -> e.event().name() + " " + e.event().data())
        .containsExactly(
            "particle/firmware/create {\"version\":\"1\"}",
            "particle/firmware/release {\"immediate\":true,\"version\":1}");
  }

  @Test
  void a_lock_to_a_version_that_is_not_there_is_refused() {
    refused(
        RefusedException.Kind.NOT_FOUND,
        () ->
            server
                .operators()
                .lockDevice()
                .lock(ServerFixture.ID, new FirmwareVersion(9), false, ServerFixture.ME),
        "9");
  }

  @Test
  void a_development_device_keeps_its_lock_inactive() throws RefusedException {
    server.lock(1, false);
    server.operators().markDevelopment().mark(ServerFixture.ID, true, ServerFixture.ME);
    assertThat(server.view().state()).isEqualTo("DEVELOPMENT_DEVICE");
    assertThat(server.view().decision().evidence())
        .filteredOn(evidence -> evidence.name().equals("development"))
        .singleElement()
        .satisfies(evidence -> assertThat(evidence.why()).contains("lock to 1 is inactive"));
    server.operators().markDevelopment().mark(ServerFixture.ID, false, ServerFixture.ME);
    assertThat(server.view().decision().target().orElseThrow().rule()).isEqualTo("lock");
  }

  private static InputStream stream(byte[] octets) {
    return new ByteArrayInputStream(octets);
  }
}
