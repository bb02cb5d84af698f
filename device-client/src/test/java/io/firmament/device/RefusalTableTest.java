package io.firmament.device;

import static io.firmament.protocol.message.RefusalReason.BAD_SIGNATURE;
import static io.firmament.protocol.message.RefusalReason.BELOW_FLOOR;
import static io.firmament.protocol.message.RefusalReason.CODING;
import static io.firmament.protocol.message.RefusalReason.DECODE_FAILED;
import static io.firmament.protocol.message.RefusalReason.DOWNGRADE;
import static io.firmament.protocol.message.RefusalReason.ENCODED_DIGEST;
import static io.firmament.protocol.message.RefusalReason.ENCODED_TOO_LARGE;
import static io.firmament.protocol.message.RefusalReason.EXPIRED;
import static io.firmament.protocol.message.RefusalReason.IMAGE_DIGEST;
import static io.firmament.protocol.message.RefusalReason.IMAGE_TOO_LARGE;
import static io.firmament.protocol.message.RefusalReason.KEY_NOT_FOR_PRODUCT;
import static io.firmament.protocol.message.RefusalReason.MALFORMED_MANIFEST;
import static io.firmament.protocol.message.RefusalReason.REVOKED_KEY;
import static io.firmament.protocol.message.RefusalReason.UNKNOWN_KEY;
import static io.firmament.protocol.message.RefusalReason.UNMET_DEPENDENCY;
import static io.firmament.protocol.message.RefusalReason.UNTRUSTED_ROOT;
import static io.firmament.protocol.message.RefusalReason.WRONG_DEVICE;
import static io.firmament.protocol.message.RefusalReason.WRONG_MANIFEST;
import static io.firmament.protocol.message.RefusalReason.WRONG_PLATFORM;
import static io.firmament.protocol.message.RefusalReason.WRONG_PRODUCT;
import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.device.core.TrustAnchor;
import io.firmament.device.slot.ForgetfulFiles;
import io.firmament.protocol.codec.Cbor;
import io.firmament.protocol.codec.CborEncoder;
import io.firmament.protocol.manifest.EntitledKey;
import io.firmament.protocol.manifest.KeyId;
import io.firmament.protocol.manifest.KeySigner;
import io.firmament.protocol.manifest.Manifest;
import io.firmament.protocol.manifest.ManifestCodec;
import io.firmament.protocol.manifest.ManifestSigner;
import io.firmament.protocol.manifest.Root;
import io.firmament.protocol.manifest.RootFault;
import io.firmament.protocol.manifest.SignRoot;
import io.firmament.protocol.manifest.TrustedKey;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleKind;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import io.firmament.protocol.value.Requirement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of attacks and of the refusals that stop them (docs/trust.md), each played against a
 * whole device: one part of a sound update is changed, and nothing but its refusal may follow.
 */
class RefusalTableTest {
  /** So far from the end a manifest has the digest of its image. */
  private static final int SIGNATURE_AND_MORE = 80;

  /** Root keys 0 to 2, two of which must sign. */
  private static List<KeyPair> rootKeys;

  private static KeyPair release;
  private static KeyPair ofOtherProduct;
  private static KeyPair revoked;
  private static KeyPair stranger;
  private static KeyPair next;

  /** Changes one part of a scene. */
  interface Attack {
    void on(Scene scene) throws GeneralSecurityException, IOException;
  }

  /**
   * A row.
   *
   * @param attack what is done, as docs/trust.md says it
   * @param reason what it is refused as
   * @param fault what is wrong with the root document, where one is
   * @param beforeBlocks whether the device must not even ask for a block
   */
  record Row(
      String attack,
      RefusalReason reason,
      Optional<RootFault> fault,
      boolean beforeBlocks,
      Attack change) {
    @Override
    public String toString() {
      return attack;
    }

    String inTheDocument() {
      String label = reason.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
      String of =
          fault
              .map(f -> ", " + f.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
              .orElse("");
      return "| " + attack + " | " + reason.wire() + " " + label + of + " |";
    }
  }

  @BeforeAll
  static void keys() throws GeneralSecurityException {
    KeyPairGenerator p256 = KeyPairGenerator.getInstance("EC");
    p256.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPairGenerator edwards = KeyPairGenerator.getInstance("Ed25519");
    rootKeys = Stream.generate(p256::generateKeyPair).limit(4).toList();
    release = p256.generateKeyPair();
    ofOtherProduct = edwards.generateKeyPair();
    revoked = edwards.generateKeyPair();
    stranger = p256.generateKeyPair();
    next = edwards.generateKeyPair();
  }

  static List<Row> rows() {
    return Stream.of(manifests(), contents(), blobs(), roots()).flatMap(List::stream).toList();
  }

  // ---- Who signed

  private static List<Row> manifests() {
    return List.of(
        manifest("a key that nobody vouched for", UNKNOWN_KEY, s -> s.signedBy(stranger)),
        manifest("a key that was revoked", REVOKED_KEY, s -> s.signedBy(revoked)),
        manifest(
            "a single stolen release key, of another product",
            KEY_NOT_FOR_PRODUCT,
            s -> s.signedBy(ofOtherProduct)),
        manifest(
            "a stranger's signature under the id of a release key",
            BAD_SIGNATURE,
            s -> s.seal = new ManifestSigner(stranger.getPrivate(), release.getPublic())::sign),
        manifest(
            "a signature that calls itself another algorithm's",
            BAD_SIGNATURE,
            s -> s.seal = m -> sealed(-8, "firmament-manifest-1", ManifestCodec.encode(m))),
        manifest(
            "a release key's signature for another purpose",
            BAD_SIGNATURE,
            s -> s.seal = m -> sealed(-7, "firmament-root-1", ManifestCodec.encode(m))),
        manifest(
            "a manifest that was changed after it was signed",
            BAD_SIGNATURE,
            s -> s.seal = flipping(s.seal)),
        manifest(
            "a manifest that is not canonical, signed all the same",
            MALFORMED_MANIFEST,
            s -> s.seal = m -> sealed(-7, "firmament-manifest-1", longer(m))),
        manifest(
            "a manifest that was cut short",
            MALFORMED_MANIFEST,
            s -> {
              Scene.Seal whole = s.seal;
              s.seal = m -> Arrays.copyOf(whole.seal(m), whole.seal(m).length - 1);
            }),
        manifest(
            "another manifest than the offered one",
            WRONG_MANIFEST,
            s -> s.offeredManifest = Optional.of(Digest.of(new byte[] {1}))));
  }

  // ---- What was signed

  private static List<Row> contents() {
    return List.of(
        manifest(
            "an older manifest again, with a lower security number",
            BELOW_FLOOR,
            s -> s.security = Scene.FLOOR - 1),
        manifest(
            "an older version again, with the same security number", DOWNGRADE, s -> s.version = 0),
        manifest("another product's manifest", WRONG_PRODUCT, s -> s.product = new ProductId(8)),
        manifest(
            "another platform's manifest", WRONG_PLATFORM, s -> s.platform = new PlatformId(14)),
        manifest(
            "another device's manifest",
            WRONG_DEVICE,
            s -> s.onlyFor = Optional.of(new DeviceId("0123456789abcdef01234568"))),
        manifest(
            "an expired manifest", EXPIRED, s -> s.expiry = Optional.of(Scene.NOW.minusSeconds(1))),
        manifest(
            "an expired manifest, after the device's clock was set back",
            EXPIRED,
            s -> {
              s.expiry = Optional.of(Scene.FACTORY_ISSUED.minusSeconds(1));
              s.clock = Instant.EPOCH;
            }),
        manifest(
            "an offer from the past",
            EXPIRED,
            s -> s.deadline = Optional.of(Scene.NOW.minusSeconds(1))),
        manifest(
            "an image larger than its slot",
            IMAGE_TOO_LARGE,
            s -> s.imageSize = Optional.of(Scene.SLOT_BYTES + 1)),
        manifest(
            "an image that needs what is not there",
            UNMET_DEPENDENCY,
            s ->
                s.requires =
                    List.of(
                        new Requirement(
                            ModuleName.of(ModuleKind.SYSTEM_PART, 1), new FirmwareVersion(1)))),
        manifest(
            "an encoding far larger than its image, to fill the device",
            ENCODED_TOO_LARGE,
            s -> s.encodedSize = Optional.of(s.image.length + 1025L)));
  }

  // ---- What was handed out

  private static List<Row> blobs() {
    byte[] other = Scene.octets(3, 20_000);
    return List.of(
        blob(
            "a blob that was tampered with",
            ENCODED_DIGEST,
            s -> {
              s.served = s.image.clone();
              s.served[10_000] ^= 1;
            }),
        blob(
            "a blob that was cut short",
            ENCODED_DIGEST,
            s -> s.served = Arrays.copyOf(s.image, 15_000)),
        blob(
            "a blob with octets behind its end",
            ENCODED_DIGEST,
            s -> s.served = Arrays.copyOf(s.image, 20_100)),
        blob(
            "a swapped representation: another image, offered under its own digest",
            IMAGE_DIGEST,
            s -> {
              s.encoded = other;
              s.served = other;
            }),
        blob(
            "the right digest with the wrong size: shorter than the image",
            DECODE_FAILED,
            s -> s.imageSize = Optional.of(19_000L)),
        blob(
            "the right digest with the wrong size: longer than the image",
            DECODE_FAILED,
            s -> s.imageSize = Optional.of(21_000L)),
        blob(
            "a bomb: an encoding of far more than the image",
            DECODE_FAILED,
            s -> {
              s.coding = Coding.DEFLATE;
              s.encoded = deflated(new byte[4 << 20]);
              s.served = s.encoded;
            }));
  }

  // ---- Who is believed

  private static List<Row> roots() {
    return List.of(
        root(
            "a root document signed by too few root keys",
            RootFault.TOO_FEW_OLD_KEYS,
            () -> sign(second(), 1)),
        root(
            "a root document signed twice by the same key",
            RootFault.TOO_FEW_OLD_KEYS,
            () -> sign(second(), 1, 1)),
        root(
            "a root document signed by the new keys only",
            RootFault.TOO_FEW_OLD_KEYS,
            () -> sign(second(), 2, 3)),
        root(
            "a root document signed by the old keys only",
            RootFault.TOO_FEW_OWN_KEYS,
            () -> sign(second(), 0, 1)),
        root(
            "a root document signed by release keys",
            RootFault.TOO_FEW_OLD_KEYS,
            () -> SignRoot.sign(second(), List.of(signer(release), signer(next)))),
        root(
            "a root document that leaves one out",
            RootFault.NOT_THE_NEXT,
            () -> sign(document(3, 1, 2, 3), 0, 1, 2, 3)),
        root(
            "a root document that goes back",
            RootFault.NOT_THE_NEXT,
            () -> sign(document(1, 0, 1, 2), 0, 1, 2)),
        root(
            "a root document that lists one key id twice",
            RootFault.MALFORMED,
            () -> withOneKeyTwice()),
        root(
            "a root document with a signature that does not hold",
            RootFault.TOO_FEW_OLD_KEYS,
            () -> {
              byte[] signed = sign(second(), 1, 2);
              signed[signed.length - 1] ^= 1;
              return signed;
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void is_refused(Row row) throws Exception {
    Scene scene = new Scene(release);
    row.change().on(scene);
    PlayedCloud.Outcome outcome = play(scene);
    assertThat(outcome.refused()).as(outcome.detail()).contains(row.reason());
    assertThat(outcome.rootFault()).isEqualTo(row.fault());
    assertThat(outcome.detail()).isNotBlank();
    assertThat(outcome.staged()).isFalse();
    assertThat(outcome.root()).isEmpty();
    if (row.beforeBlocks()) {
      assertThat(outcome.blocksAsked()).as("a block was asked for").isFalse();
    }
  }

  @Test
  void without_an_attack_the_update_is_staged() throws Exception {
    PlayedCloud.Outcome outcome = play(new Scene(release));
    assertThat(outcome.refused()).as(outcome.detail()).isEmpty();
    assertThat(outcome.staged()).isTrue();
  }

  @Test
  void without_an_attack_the_next_root_document_is_believed_and_its_release_key() throws Exception {
    Scene scene = new Scene(release);
    scene.signedBy(next);
    scene.roots.add(sign(second(), 1, 2));
    PlayedCloud.Outcome outcome = play(scene);
    assertThat(outcome.refused()).as(outcome.detail()).isEmpty();
    assertThat(outcome.root()).contains(2L);
    assertThat(outcome.staged()).isTrue();
  }

  @Test
  void a_deflated_image_is_decoded_within_its_bounds() throws Exception {
    Scene scene = new Scene(release);
    scene.coding = Coding.DEFLATE;
    scene.encoded = deflated(scene.image);
    scene.served = scene.encoded;
    assertThat(play(scene).staged()).isTrue();
  }

  @Test
  void the_document_shows_this_table() throws Exception {
    String document = Files.readString(Path.of("../docs/trust.md"));
    assertThat(rows()).allSatisfy(row -> assertThat(document).contains(row.inTheDocument()));
    long shown = document.lines().filter(line -> line.matches("\\| .* \\| [0-9]+ .* \\|")).count();
    assertThat(shown).as("rows in docs/trust.md").isEqualTo(rows().size());
  }

  private static PlayedCloud.Outcome play(Scene scene) throws Exception {
    return new PlayedCloud(scene, TrustAnchor.of(document(1, 0, 1, 2)), new ForgetfulFiles())
        .play();
  }

  private static Row manifest(String attack, RefusalReason reason, Attack change) {
    return new Row(attack, reason, Optional.empty(), true, change);
  }

  private static Row blob(String attack, RefusalReason reason, Attack change) {
    return new Row(attack, reason, Optional.empty(), false, change);
  }

  private interface Signing {
    byte[] sign() throws GeneralSecurityException;
  }

  /** The update is signed with a key that only the attacker's document would vouch for. */
  private static Row root(String attack, RootFault fault, Signing signing) {
    return new Row(
        attack,
        UNTRUSTED_ROOT,
        Optional.of(fault),
        true,
        scene -> {
          scene.signedBy(next);
          scene.roots.add(signing.sign());
        });
  }

  // ---- Documents and signatures

  private static Root second() {
    return document(2, 1, 2, 3);
  }

  private static Root document(long number, int... keys) {
    KeyPair trusted = number == 1 ? release : next;
    return new Root(
        number,
        2,
        Arrays.stream(keys).mapToObj(i -> TrustedKey.of(rootKeys.get(i).getPublic())).toList(),
        List.of(
            new EntitledKey(TrustedKey.of(trusted.getPublic()), Set.of()),
            new EntitledKey(TrustedKey.of(ofOtherProduct.getPublic()), Set.of(new ProductId(8)))),
        List.of(),
        Set.of(KeyId.of(revoked.getPublic())));
  }

  private static KeySigner signer(KeyPair pair) {
    return KeySigner.of(pair.getPrivate(), pair.getPublic());
  }

  private static byte[] sign(Root root, int... signers) throws GeneralSecurityException {
    return SignRoot.sign(
        root, Arrays.stream(signers).mapToObj(i -> signer(rootKeys.get(i))).toList());
  }

  private static byte[] withOneKeyTwice() throws GeneralSecurityException {
    List<Cbor> keys = List.of(key(-7, rootKeys.get(1)), key(-7, rootKeys.get(1)));
    byte[] payload =
        CborEncoder.encode(
            Cbor.map()
                .put(1, 2)
                .put(2, 2)
                .put(3, new Cbor.Array(0, keys))
                .put(4, new Cbor.Array(0, List.of(key(-8, next))))
                .build());
    byte[] header = header(-7, rootKeys.get(1));
    Cbor one =
        new Cbor.Array(
            0,
            List.of(
                Cbor.bytes(header),
                Cbor.map().build(),
                Cbor.bytes(
                    signature(
                        rootKeys.get(1),
                        Cbor.text("Signature"),
                        Cbor.bytes(new byte[0]),
                        Cbor.bytes(header),
                        aad("firmament-root-1"),
                        Cbor.bytes(payload)))));
    return CborEncoder.encode(
        new Cbor.Array(
            0,
            List.of(
                Cbor.bytes(new byte[0]),
                Cbor.map().build(),
                Cbor.bytes(payload),
                new Cbor.Array(0, List.of(one)))));
  }

  private static Cbor key(long algorithm, KeyPair pair) {
    return Cbor.map()
        .put(1, new Cbor.NInt(0, algorithm))
        .put(2, Cbor.bytes(pair.getPublic().getEncoded()))
        .build();
  }

  /** The number of the product in two octets where one will do. */
  private static byte[] longer(Manifest manifest) {
    byte[] canonical = ManifestCodec.encode(manifest);
    byte[] longer = new byte[canonical.length + 1];
    System.arraycopy(canonical, 0, longer, 0, 2);
    longer[2] = 0x18;
    System.arraycopy(canonical, 2, longer, 3, canonical.length - 2);
    return longer;
  }

  private static Scene.Seal flipping(Scene.Seal sound) {
    return manifest -> {
      byte[] signed = sound.seal(manifest);
      signed[signed.length - SIGNATURE_AND_MORE] ^= 1;
      return signed;
    };
  }

  /** A COSE_Sign1 by the release key, with a header and a purpose of one's choice. */
  private static byte[] sealed(long algorithm, String purpose, byte[] payload)
      throws GeneralSecurityException {
    byte[] header = header(algorithm, release);
    byte[] signature =
        signature(
            release,
            Cbor.text("Signature1"),
            Cbor.bytes(header),
            aad(purpose),
            Cbor.bytes(payload));
    return CborEncoder.encode(
        new Cbor.Array(
            0,
            List.of(
                Cbor.bytes(header),
                Cbor.map().build(),
                Cbor.bytes(payload),
                Cbor.bytes(signature))));
  }

  private static byte[] header(long algorithm, KeyPair key) {
    return CborEncoder.encode(
        Cbor.map()
            .put(1, new Cbor.NInt(0, algorithm))
            .put(4, Cbor.bytes(KeyId.of(key.getPublic()).octets()))
            .build());
  }

  private static Cbor aad(String purpose) {
    return Cbor.bytes(purpose.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] signature(KeyPair key, Cbor... structure) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(key.getPrivate());
    signature.update(CborEncoder.encode(new Cbor.Array(0, List.of(structure))));
    return signature.sign();
  }

  private static byte[] deflated(byte[] octets) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater =
        new DeflaterOutputStream(out, new Deflater(Deflater.BEST_COMPRESSION, true))) {
      deflater.write(octets);
    }
    return out.toByteArray();
  }

  @Test
  void the_reasons_that_no_attack_shows_are_those_of_the_device_itself() {
    List<RefusalReason> shown = rows().stream().map(Row::reason).toList();
    assertThat(RefusalReason.values())
        .filteredOn(reason -> !shown.contains(reason))
        .containsExactly(
            RefusalReason.NO_SPACE,
            CODING,
            RefusalReason.STORAGE,
            RefusalReason.UPDATES_DISABLED,
            RefusalReason.BUSY,
            RefusalReason.SELF_TEST,
            RefusalReason.CRASHED,
            RefusalReason.NOT_CONFIRMED,
            RefusalReason.CANCELLED,
            RefusalReason.NOT_FOUND,
            RefusalReason.ALREADY_RUNNING);
  }
}
