package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.firmament.protocol.codec.HelloCodec;
import io.firmament.protocol.manifest.EntitledKey;
import io.firmament.protocol.manifest.KeyId;
import io.firmament.protocol.manifest.KeySigner;
import io.firmament.protocol.manifest.Manifest;
import io.firmament.protocol.manifest.ManifestSigner;
import io.firmament.protocol.manifest.ReadManifest;
import io.firmament.protocol.manifest.Root;
import io.firmament.protocol.manifest.SignRoot;
import io.firmament.protocol.manifest.TrustedKey;
import io.firmament.protocol.manifest.TrustedKeys;
import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.value.ByteRange;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.app.RefusedException.Kind;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.RootDocument;
import io.firmament.server.trigger.Trigger;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Root documents, and manifests that were signed elsewhere, at the server. */
class TrustTest {
  private static final Caller ME = ServerFixture.ME;
  private static final byte[] IMAGE = ServerFixture.content(2);

  private final KeyPair own = key();
  private final KeyPair elsewhere = key();
  private final KeyPair serverKey = key();
  private final List<KeyPair> rootKeys = Stream.generate(TrustTest::key).limit(4).toList();
  private final ServerFixture server = new ServerFixture(signing());

  private static KeyPair key() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private ManifestSigning signing() {
    return new ManifestSigning() {
      @Override
      public byte[] sign(Manifest manifest) throws GeneralSecurityException {
        return new ManifestSigner(own.getPrivate(), own.getPublic()).sign(manifest);
      }

      @Override
      public TrustedKeys given() {
        return TrustedKeys.of(own.getPublic());
      }

      @Override
      public Optional<KeyId> serverKey() {
        return Optional.of(KeyId.of(serverKey.getPublic()));
      }
    };
  }

  @BeforeEach
  void a_product_with_a_device() throws RefusedException {
    register(false);
  }

  private void register(boolean offline) throws RefusedException {
    long id = offline ? 9 : DeviceFixtures.PRODUCT.number();
    server
        .operators()
        .registerProduct()
        .register(
            new NewProduct(
                "Product " + id, DeviceFixtures.PLATFORM, Optional.of(new ProductId(id)), offline),
            ME);
    if (!offline) {
      server.register(ServerFixture.ID);
    }
  }

  // ---- Documents

  private Root document(long number, KeyPair release, KeyPair shown, int... keys) {
    return new Root(
        number,
        2,
        Arrays.stream(keys).mapToObj(i -> TrustedKey.of(rootKeys.get(i).getPublic())).toList(),
        List.of(
            new EntitledKey(TrustedKey.of(release.getPublic()), Set.of()),
            new EntitledKey(TrustedKey.of(key().getPublic()), Set.of(DeviceFixtures.PRODUCT))),
        List.of(TrustedKey.of(shown.getPublic())),
        Set.of());
  }

  private byte[] sign(Root root, int... signers) {
    try {
      return SignRoot.sign(
          root,
          Arrays.stream(signers)
              .mapToObj(
                  i -> KeySigner.of(rootKeys.get(i).getPrivate(), rootKeys.get(i).getPublic()))
              .toList());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private byte[] first() {
    return sign(document(1, own, serverKey, 0, 1, 2), 0, 1);
  }

  private byte[] second(KeyPair release) {
    return sign(document(2, release, serverKey, 1, 2, 3), 1, 2);
  }

  private RootView publish(byte[] signed) throws RefusedException {
    return server.operators().publishRoot().publish(signed, ME);
  }

  private RefusedException refused(byte[] signed) {
    return catchThrowableOfType(RefusedException.class, () -> publish(signed));
  }

  private HelloAnswer hello(long root) {
    FullHello said = DeviceFixtures.fresh().hello();
    FullHello.Facts facts = said.facts();
    FullHello hello =
        HelloCodec.full(
            Flags.DEFAULT,
            new FullHello.Facts(
                facts.protocol(),
                facts.product(),
                facts.platform(),
                facts.modules(),
                facts.bootCount(),
                facts.bootReason(),
                facts.outcome(),
                facts.floors(),
                facts.codings(),
                facts.slots(),
                facts.blockSize(),
                facts.window(),
                root == 0 ? Optional.empty() : Optional.of(root)),
            said.vitals());
    server
        .devices()
        .noteContact()
        .connected(ServerFixture.ID, Trigger.HANDSHAKE, "127.0.0.1:1", Optional.empty());
    HelloReply reply =
        server
            .devices()
            .receiveHello()
            .receive(ServerFixture.ID, hello)
            .toCompletableFuture()
            .join();
    return ((HelloReply.Answered) reply).answer();
  }

  @Test
  void documents_are_published_one_by_one_and_handed_out() throws Exception {
    publish(first());
    publish(second(own));
    assertThat(server.devices().serveRoot().find(2)).isPresent();
    assertThat(server.devices().serveRoot().find(3)).isEmpty();
    server.restart();
    assertThat(server.devices().serveRoot().find(1))
        .contains(server.operators().findRoots().numbered(1).document().signed());
    server.operators().findRoots().requireUnbroken();
  }

  @Test
  void the_same_document_again_changes_nothing() throws Exception {
    byte[] first = first();
    publish(first);
    long before = server.store.lastSequence();
    assertThat(publish(first).root().number()).isEqualTo(1);
    assertThat(server.store.lastSequence()).isEqualTo(before);
  }

  @Test
  void a_document_that_does_not_follow_is_refused() throws Exception {
    assertThat(refused(second(own)).getMessage()).contains("must be number 1");
    publish(first());
    assertThat(refused(sign(document(3, own, serverKey, 1, 2, 3), 1, 2)).getMessage())
        .contains("expected number 2");
    assertThat(refused(sign(document(2, own, serverKey, 1, 2, 3), 2, 3)).getMessage())
        .contains("expected 2 different ones");
    assertThat(refused(new byte[] {1}).kind()).isEqualTo(Kind.INVALID);
    assertThat(server.operators().findRoots().all()).hasSize(1);
  }

  @Test
  void a_document_that_would_lock_devices_out_of_this_server_is_refused() {
    RefusedException refused = refused(sign(document(1, own, elsewhere, 0, 1, 2), 0, 1));
    assertThat(refused.kind()).isEqualTo(Kind.CONFLICT);
    assertThat(refused.getMessage()).contains("pins other server keys");
  }

  @Test
  void a_chain_that_was_broken_from_outside_is_noticed_at_the_start() throws Exception {
    publish(first());
    publish(second(own));
    RootDocument strange = RootDocument.of(2, first(), Instant.EPOCH, "nobody");
    Stored<RootDocument> read = server.store.find(Tables.ROOTS, Tables.rootKey(2)).orElseThrow();
    server.store.commit(Change.change().replace(Tables.ROOTS, read, strange).build());
    server.restart();
    RefusedException broken =
        catchThrowableOfType(
            RefusedException.class, () -> server.operators().findRoots().requireUnbroken());
    assertThat(broken.getMessage()).contains("broken at document 2");
    assertThat(server.devices().serveRoot().find(2)).isEmpty();
  }

  @Test
  void a_device_behind_is_told_and_no_other() throws Exception {
    assertThat(hello(1)).isEqualTo(new HelloAnswer.Nothing());
    publish(first());
    publish(second(own));
    assertThat(hello(1)).isEqualTo(new HelloAnswer.NewRoot(2, Optional.empty()));
    assertThat(hello(2)).isEqualTo(new HelloAnswer.Nothing());
    assertThat(hello(0)).as("release keys alone").isEqualTo(new HelloAnswer.Nothing());
    server.upload(2, IMAGE);
    server.release(2, true);
    HelloAnswer.NewRoot both = (HelloAnswer.NewRoot) hello(1);
    assertThat(both.offer()).isPresent();
  }

  // ---- What this server signs

  @Test
  void what_devices_would_refuse_is_refused_at_the_upload() throws Exception {
    publish(sign(document(1, elsewhere, serverKey, 0, 1, 2), 0, 1));
    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> server.upload(2, IMAGE));
    assertThat(refused.kind()).isEqualTo(Kind.CONFLICT);
    assertThat(refused.getMessage()).contains("devices would refuse what this server signs");
    assertThat(server.operators().findFirmware().of(DeviceFixtures.PRODUCT)).isEmpty();
  }

  @Test
  void the_security_number_of_an_upload_is_signed_and_shown() throws Exception {
    Firmware firmware = upload(DeviceFixtures.PRODUCT, Optional.of(5L), Optional.empty());
    assertThat(firmware.binary().security()).isEqualTo(5);
    Manifest signed =
        ReadManifest.stored(
            server.blobs.read(
                firmware.manifest().digest(), new ByteRange(0, firmware.manifest().sizeBytes())));
    assertThat(signed.components().get(0).security()).isEqualTo(5);
  }

  @Test
  void a_manifest_of_elsewhere_that_a_new_document_does_not_know_is_signed_anew() throws Exception {
    KeyPair gone = key();
    publish(sign(withBoth(1, gone), 0, 1));
    Firmware before = upload(DeviceFixtures.PRODUCT, Optional.empty(), manifest(sound(), gone));
    RootView next = publish(second(own));
    assertThat(next.warnings()).isEmpty();
    Firmware after =
        server
            .operators()
            .findFirmware()
            .version(DeviceFixtures.PRODUCT, before.version())
            .firmware();
    assertThat(after.manifest().digest()).isNotEqualTo(before.manifest().digest());
    assertThat(after.image()).isEqualTo(before.image());
    assertThat(
            server
                .devices()
                .serveManifest()
                .find(ServerFixture.ID, after.manifest().digest().prefix()))
        .isPresent();
  }

  @Test
  void what_cannot_be_signed_anew_is_said() throws Exception {
    publish(first());
    upload(DeviceFixtures.PRODUCT, Optional.empty(), Optional.empty());
    assertThat(publish(second(elsewhere)).warnings())
        .singleElement()
        .asString()
        .contains("will refuse version 2");
  }

  private Root withBoth(long number, KeyPair other) {
    Root root = document(number, own, serverKey, 0, 1, 2);
    List<EntitledKey> keys = new ArrayList<>(root.releaseKeys());
    keys.add(new EntitledKey(TrustedKey.of(other.getPublic()), Set.of()));
    return new Root(
        number, root.threshold(), root.rootKeys(), keys, root.serverKeys(), root.revoked());
  }

  // ---- What is signed elsewhere

  private static Manifest sound() {
    return new Manifest(
        DeviceFixtures.PRODUCT,
        DeviceFixtures.PLATFORM,
        Instant.parse("2026-02-01T00:00:00Z"),
        Optional.empty(),
        Optional.empty(),
        List.of(component(2, IMAGE.length, Digest.of(IMAGE), 4)));
  }

  private static Manifest.Component component(int version, long size, Digest image, long security) {
    return new Manifest.Component(
        ModuleName.APPLICATION,
        new FirmwareVersion(version),
        size,
        image,
        security,
        List.of(),
        false);
  }

  private static Optional<byte[]> manifest(Manifest manifest, KeyPair key) {
    try {
      return Optional.of(new ManifestSigner(key.getPrivate(), key.getPublic()).sign(manifest));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private Firmware upload(ProductId product, Optional<Long> security, Optional<byte[]> manifest)
      throws RefusedException, IOException {
    return server
        .operators()
        .uploadFirmware()
        .upload(
            new NewFirmware(
                product, Optional.of(new FirmwareVersion(2)), "", "", security, manifest),
            new ByteArrayInputStream(IMAGE),
            ME);
  }

  @Test
  void an_offline_signed_product_takes_nothing_without_its_manifest() throws Exception {
    register(true);
    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class,
            () -> upload(new ProductId(9), Optional.empty(), Optional.empty()));
    assertThat(refused.getMessage()).contains("is offline-signed");
    assertThat(refused.hint()).contains("firmament sign");
  }

  @Test
  void a_manifest_of_elsewhere_is_taken_as_it_is() throws Exception {
    publish(sign(withBoth(1, elsewhere), 0, 1));
    byte[] signed = manifest(sound(), elsewhere).orElseThrow();
    Firmware firmware = upload(DeviceFixtures.PRODUCT, Optional.empty(), Optional.of(signed));
    assertThat(firmware.manifest().digest()).isEqualTo(Digest.of(signed));
    assertThat(firmware.binary().security()).isEqualTo(4);
  }

  @Test
  void a_manifest_under_a_key_that_is_not_for_this_product_is_refused() throws Exception {
    Root root = document(1, own, serverKey, 0, 1, 2);
    List<EntitledKey> keys = new ArrayList<>(root.releaseKeys());
    keys.add(new EntitledKey(TrustedKey.of(elsewhere.getPublic()), Set.of(new ProductId(9))));
    publish(sign(new Root(1, 2, root.rootKeys(), keys, root.serverKeys(), root.revoked()), 0, 1));
    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class,
            () -> upload(DeviceFixtures.PRODUCT, Optional.empty(), manifest(sound(), elsewhere)));
    assertThat(refused.getMessage()).contains("expected one for product 7");
    assertThat(refused.hint()).contains("root document 1");
  }

  record Lie(String word, UnaryOperator<Manifest> change) {
    @Override
    public String toString() {
      return word;
    }
  }

  private static Lie about(String word, Manifest.Component component) {
    return new Lie(
        word,
        m ->
            new Manifest(
                m.product(), m.platform(), m.issued(), m.expiry(), m.device(), List.of(component)));
  }

  static List<Lie> lies() {
    Digest image = Digest.of(IMAGE);
    return List.of(
        about("version", component(3, IMAGE.length, image, 4)),
        about("size in bytes", component(2, IMAGE.length + 1, image, 4)),
        about("SHA-256", component(2, IMAGE.length, Digest.of(new byte[1]), 4)),
        about("security number", component(2, IMAGE.length, image, 3)),
        new Lie(
            "platform",
            m ->
                new Manifest(
                    m.product(),
                    new PlatformId(99),
                    m.issued(),
                    m.expiry(),
                    m.device(),
                    m.components())),
        new Lie(
            "product",
            m ->
                new Manifest(
                    new ProductId(8),
                    m.platform(),
                    m.issued(),
                    m.expiry(),
                    m.device(),
                    m.components())),
        new Lie("one device only", forOne()),
        new Lie(
            "expired",
            m ->
                new Manifest(
                    m.product(),
                    m.platform(),
                    m.issued(),
                    Optional.of(m.issued()),
                    m.device(),
                    m.components())));
  }

  private static UnaryOperator<Manifest> forOne() {
    return m ->
        new Manifest(
            m.product(),
            m.platform(),
            m.issued(),
            m.expiry(),
            Optional.of(new DeviceId("0123456789abcdef01234567")),
            m.components());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lies")
  void a_manifest_about_something_else_is_refused(Lie lie) {
    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class,
            () ->
                upload(
                    DeviceFixtures.PRODUCT,
                    Optional.of(4L),
                    manifest(lie.change().apply(sound()), own)));
    assertThat(refused.kind()).isEqualTo(Kind.INVALID);
    assertThat(refused.getMessage()).contains(lie.word());
  }

  @Test
  void a_manifest_for_one_device_is_refused_with_the_way_to_sign_for_all() {
    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class,
            () ->
                upload(
                    DeviceFixtures.PRODUCT,
                    Optional.of(4L),
                    manifest(forOne().apply(sound()), own)));
    assertThat(refused.hint()).contains("without '--device'");
    assertThat(server.operators().findFirmware().of(DeviceFixtures.PRODUCT)).isEmpty();
  }

  @Test
  void the_one_that_says_the_truth_is_taken() throws Exception {
    assertThat(upload(DeviceFixtures.PRODUCT, Optional.of(4L), manifest(sound(), own))).isNotNull();
  }
}
