package io.firmament.protocol.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.CodingCapability;
import io.firmament.protocol.message.InstalledModule;
import io.firmament.protocol.message.ModuleState;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.Representation;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleKind;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import io.firmament.protocol.value.Requirement;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way in which a manifest is refused, as the attack or the mistake that it stops (XFR1). */
class ManifestTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final DeviceId DEVICE = new DeviceId("e00fce68aabbccddeeff0011");
  private static final ModuleName SYSTEM = ModuleName.of(ModuleKind.SYSTEM_PART, 1);
  private static final Digest IMAGE = Digest.of(new byte[] {1});
  private static KeyPair release;
  private static KeyPair stranger;
  private static KeyPair edwards;

  private final Manifest.Component application =
      new Manifest.Component(
          ModuleName.APPLICATION, new FirmwareVersion(2), 5_000, IMAGE, 3, List.of(), false);
  private final Manifest good = manifest(application);
  private final DeviceState device =
      new DeviceState(
          DEVICE,
          new ProductId(7),
          new PlatformId(13),
          List.of(
              module(ModuleName.APPLICATION, 1, ModuleState.CONFIRMED),
              module(SYSTEM, 4, ModuleState.CONFIRMED)),
          Map.of(ModuleName.APPLICATION, 3L),
          Map.of(ModuleKind.APPLICATION, 5_000L),
          2_000,
          List.of(new CodingCapability(0, 0), new CodingCapability(1, 34 * 1024)));

  @BeforeAll
  static void keys() throws GeneralSecurityException {
    KeyPairGenerator p256 = KeyPairGenerator.getInstance("EC");
    p256.initialize(new ECGenParameterSpec("secp256r1"));
    release = p256.generateKeyPair();
    stranger = p256.generateKeyPair();
    edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  @Test
  void a_manifest_for_this_device_is_accepted_with_its_plan() throws Exception {
    Verdict verdict = judge(sign(good, release));
    assertThat(verdict)
        .isEqualTo(
            new Verdict.Accepted(
                good, List.of(new Verdict.Step(0, application, representation(1, 2_000)))));
  }

  @Test
  void an_ed25519_key_will_do() throws Exception {
    byte[] signed = sign(good, edwards);
    assertThat(
            JudgeManifest.verify(
                signed, TrustedKeys.of(edwards.getPublic()), device, offer(signed), NOW))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void another_manifest_than_the_offered_one() throws Exception {
    Offer offer = offer(sign(good, release));
    assertThat(reason(judge(sign(good, release), offer))).isEqualTo(RefusalReason.WRONG_MANIFEST);
  }

  @Test
  void a_key_that_the_device_does_not_know() throws Exception {
    assertThat(reason(judge(sign(good, stranger)))).isEqualTo(RefusalReason.UNKNOWN_KEY);
  }

  @Test
  void a_revoked_key_even_when_it_is_still_in_the_list() throws Exception {
    byte[] signed = sign(good, release);
    TrustedKeys keys =
        new TrustedKeys(
            TrustedKeys.of(release.getPublic()).keys(), Set.of(KeyId.of(release.getPublic())));
    assertThat(reason(JudgeManifest.verify(signed, keys, device, offer(signed), NOW)))
        .isEqualTo(RefusalReason.REVOKED_KEY);
  }

  @Test
  void a_key_that_is_for_another_product() throws Exception {
    byte[] signed = sign(good, release);
    TrustedKey key = TrustedKey.of(release.getPublic());
    for (long product : new long[] {7, 8}) {
      EntitledKey restricted = new EntitledKey(key, Set.of(new ProductId(product)));
      TrustedKeys keys = TrustedKeys.of(List.of(restricted), Set.of());
      Verdict verdict = JudgeManifest.verify(signed, keys, device, offer(signed), NOW);
      if (product == 7) {
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
      } else {
        assertThat(reason(verdict)).isEqualTo(RefusalReason.KEY_NOT_FOR_PRODUCT);
      }
    }
  }

  @Test
  void a_strangers_signature_under_a_known_key_id() throws Exception {
    byte[] signed = new ManifestSigner(stranger.getPrivate(), release.getPublic()).sign(good);
    assertThat(reason(judge(signed))).isEqualTo(RefusalReason.BAD_SIGNATURE);
  }

  @Test
  void an_algorithm_that_is_not_the_keys_own() throws Exception {
    SignatureHeader header =
        SignatureHeader.of(SignatureAlgorithm.EDDSA, KeyId.of(release.getPublic()));
    byte[] signed = new CoseSign1(header, ManifestCodec.encode(good), new byte[64]).encode();
    assertThat(reason(judge(signed))).isEqualTo(RefusalReason.BAD_SIGNATURE);
  }

  @Test
  void every_flipped_bit_is_refused() throws Exception {
    byte[] signed = sign(good, release);
    for (int bit = 0; bit < 8 * signed.length; bit++) {
      byte[] flipped = signed.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(judge(flipped)).as("bit %d", bit).isInstanceOf(Verdict.Refused.class);
    }
  }

  @Test
  void every_truncation_is_refused() throws Exception {
    byte[] signed = sign(good, release);
    for (int length = 0; length < signed.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(signed, length);
      assertThat(reason(judge(cut)))
          .as("%d octets", length)
          .isEqualTo(RefusalReason.MALFORMED_MANIFEST);
    }
  }

  @Test
  void a_signature_for_another_purpose() throws Exception {
    SignatureHeader header =
        SignatureHeader.of(SignatureAlgorithm.ES256, KeyId.of(release.getPublic()));
    byte[] payload = ManifestCodec.encode(good);
    java.security.Signature signature =
        java.security.Signature.getInstance(SignatureAlgorithm.ES256.jca());
    signature.initSign(release.getPrivate());
    signature.update(CoseSign1.toBeSigned(header.octets(), CoseSign.ROOT_AAD, payload));
    byte[] signed = new CoseSign1(header, payload, signature.sign()).encode();
    assertThat(reason(judge(signed))).isEqualTo(RefusalReason.BAD_SIGNATURE);
  }

  @Test
  void another_products_manifest() throws Exception {
    Manifest other =
        new Manifest(
            new ProductId(8),
            new PlatformId(13),
            NOW,
            Optional.empty(),
            Optional.empty(),
            List.of(application));
    assertThat(reason(judge(sign(other, release)))).isEqualTo(RefusalReason.WRONG_PRODUCT);
  }

  @Test
  void another_platforms_manifest() throws Exception {
    Manifest other =
        new Manifest(
            new ProductId(7),
            new PlatformId(12),
            NOW,
            Optional.empty(),
            Optional.empty(),
            List.of(application));
    assertThat(reason(judge(sign(other, release)))).isEqualTo(RefusalReason.WRONG_PLATFORM);
  }

  @Test
  void another_devices_manifest() throws Exception {
    Manifest other = forDevice(new DeviceId("e00fce68aabbccddeeff0012"));
    assertThat(reason(judge(sign(other, release)))).isEqualTo(RefusalReason.WRONG_DEVICE);
    assertThat(judge(sign(forDevice(DEVICE), release))).isInstanceOf(Verdict.Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2})
  void a_replayed_manifest_below_the_security_floor(long security) throws Exception {
    Manifest.Component old =
        new Manifest.Component(
            ModuleName.APPLICATION,
            new FirmwareVersion(2),
            5_000,
            IMAGE,
            security,
            List.of(),
            false);
    assertThat(reason(judge(sign(manifest(old), release)))).isEqualTo(RefusalReason.BELOW_FLOOR);
  }

  @Test
  void an_expired_manifest() throws Exception {
    Manifest expired = expiringAt(NOW.minusSeconds(1));
    assertThat(reason(judge(sign(expired, release)))).isEqualTo(RefusalReason.EXPIRED);
    assertThat(judge(sign(expiringAt(NOW), release))).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void an_offer_behind_its_deadline() throws Exception {
    byte[] signed = sign(good, release);
    Offer late = offer(signed, false, Optional.of(NOW.minusSeconds(1)), representation(1, 2_000));
    assertThat(reason(judge(signed, late))).isEqualTo(RefusalReason.EXPIRED);
  }

  @Test
  void a_lower_version_unless_the_offer_says_that_it_is_meant() throws Exception {
    Manifest.Component lower =
        new Manifest.Component(
            ModuleName.APPLICATION, new FirmwareVersion(0), 5_000, IMAGE, 3, List.of(), false);
    byte[] signed = sign(manifest(lower), release);
    assertThat(reason(judge(signed))).isEqualTo(RefusalReason.DOWNGRADE);
    assertThat(judge(signed, offer(signed, true, Optional.empty(), representation(1, 2_000))))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void an_encoding_larger_than_the_image_and_one_kibibyte() throws Exception {
    byte[] signed = sign(good, release);
    DeviceState roomy = withFreeBytes(100_000);
    assertThat(judge(signed, roomy, representation(1, 6_024))).isInstanceOf(Verdict.Accepted.class);
    assertThat(reason(judge(signed, roomy, representation(1, 6_025))))
        .isEqualTo(RefusalReason.ENCODED_TOO_LARGE);
  }

  @Test
  void an_encoding_larger_than_the_free_space() throws Exception {
    byte[] signed = sign(good, release);
    assertThat(reason(judge(signed, device, representation(1, 2_001))))
        .isEqualTo(RefusalReason.NO_SPACE);
  }

  @Test
  void an_image_larger_than_the_slot() throws Exception {
    Manifest.Component large =
        new Manifest.Component(
            ModuleName.APPLICATION, new FirmwareVersion(2), 5_001, IMAGE, 3, List.of(), false);
    assertThat(reason(judge(sign(manifest(large), release))))
        .isEqualTo(RefusalReason.IMAGE_TOO_LARGE);
  }

  @Test
  void a_module_for_which_there_is_no_slot() throws Exception {
    Manifest.Component asset =
        new Manifest.Component(
            ModuleName.asset("logo.png"), new FirmwareVersion(1), 1, IMAGE, 0, List.of(), false);
    assertThat(reason(judge(sign(manifest(asset), release))))
        .isEqualTo(RefusalReason.IMAGE_TOO_LARGE);
  }

  @Test
  void an_unmet_dependency_unless_it_heals() throws Exception {
    assertThat(judge(sign(manifest(requiring(4, false)), release)))
        .isInstanceOf(Verdict.Accepted.class);
    assertThat(reason(judge(sign(manifest(requiring(5, false)), release))))
        .isEqualTo(RefusalReason.UNMET_DEPENDENCY);
    assertThat(judge(sign(manifest(requiring(5, true)), release)))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void no_coding_that_the_device_can_decode() throws Exception {
    byte[] signed = sign(good, release);
    assertThat(reason(judge(signed, device, representation(3, 100))))
        .isEqualTo(RefusalReason.CODING);
  }

  @Test
  void a_component_that_the_manifest_does_not_have() throws Exception {
    byte[] signed = sign(good, release);
    Offer offer =
        new Offer(
            1,
            Digest.of(signed),
            signed.length,
            false,
            false,
            Optional.empty(),
            List.of(new Offer.OfferedComponent(1, List.of(representation(1, 100)))));
    assertThat(reason(judge(signed, offer))).isEqualTo(RefusalReason.MALFORMED_MANIFEST);
  }

  private static byte[] sign(Manifest manifest, KeyPair key) throws GeneralSecurityException {
    return new ManifestSigner(key.getPrivate(), key.getPublic()).sign(manifest);
  }

  private Verdict judge(byte[] signed) {
    return judge(signed, offer(signed));
  }

  private Verdict judge(byte[] signed, Offer offer) {
    return JudgeManifest.verify(signed, TrustedKeys.of(release.getPublic()), device, offer, NOW);
  }

  private Verdict judge(byte[] signed, DeviceState state, Representation representation) {
    return JudgeManifest.verify(
        signed,
        TrustedKeys.of(release.getPublic()),
        state,
        offer(signed, false, Optional.empty(), representation),
        NOW);
  }

  private static RefusalReason reason(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    assertThat(((Verdict.Refused) verdict).detail()).isNotBlank();
    return ((Verdict.Refused) verdict).reason();
  }

  private static Offer offer(byte[] signed) {
    return offer(signed, false, Optional.empty(), representation(1, 2_000));
  }

  private static Offer offer(
      byte[] signed, boolean downgrade, Optional<Instant> deadline, Representation best) {
    return new Offer(
        1,
        Digest.of(signed),
        signed.length,
        false,
        downgrade,
        deadline,
        List.of(new Offer.OfferedComponent(0, List.of(best))));
  }

  private static Representation representation(int coding, long size) {
    return new Representation(coding, Optional.empty(), size, Digest.of(new byte[] {2}));
  }

  private static Manifest manifest(Manifest.Component component) {
    return new Manifest(
        new ProductId(7),
        new PlatformId(13),
        NOW,
        Optional.empty(),
        Optional.empty(),
        List.of(component));
  }

  private Manifest forDevice(DeviceId only) {
    return new Manifest(
        new ProductId(7),
        new PlatformId(13),
        NOW,
        Optional.empty(),
        Optional.of(only),
        List.of(application));
  }

  private Manifest expiringAt(Instant expiry) {
    return new Manifest(
        new ProductId(7),
        new PlatformId(13),
        NOW,
        Optional.of(expiry),
        Optional.empty(),
        List.of(application));
  }

  private static Manifest.Component requiring(int systemVersion, boolean heal) {
    return new Manifest.Component(
        ModuleName.APPLICATION,
        new FirmwareVersion(2),
        5_000,
        IMAGE,
        3,
        List.of(new Requirement(SYSTEM, new FirmwareVersion(systemVersion))),
        heal);
  }

  private DeviceState withFreeBytes(long bytes) {
    return new DeviceState(
        device.device(),
        device.product(),
        device.platform(),
        device.modules(),
        device.floors(),
        device.slotBytes(),
        bytes,
        device.codings());
  }

  private static InstalledModule module(ModuleName name, int version, ModuleState state) {
    return new InstalledModule(name, new FirmwareVersion(version), IMAGE, state, List.of());
  }
}
