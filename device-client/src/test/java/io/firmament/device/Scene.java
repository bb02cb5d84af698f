package io.firmament.device;

import io.firmament.protocol.manifest.Manifest;
import io.firmament.protocol.manifest.ManifestSigner;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.Representation;
import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import io.firmament.protocol.value.Requirement;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What a cloud hands out: a sound update to version 2, until somebody changes a part of it. A
 * device of product 7 on platform 13 runs version 1 with security number 3.
 */
final class Scene {
  static final DeviceId DEVICE = new DeviceId("0123456789abcdef01234567");
  static final ProductId PRODUCT = new ProductId(7);
  static final PlatformId PLATFORM = new PlatformId(13);
  static final long FLOOR = 3;
  static final long SLOT_BYTES = 64 * 1024;
  static final Instant FACTORY_ISSUED = Instant.parse("2026-05-01T00:00:00Z");
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  /** What seals a manifest: a signature, or something like one. */
  interface Seal {
    byte[] seal(Manifest manifest) throws GeneralSecurityException;
  }

  // The image, and what of it is handed out.
  byte[] image = octets(2, 20_000);
  Coding coding = Coding.IDENTITY;
  byte[] encoded = image;
  byte[] served = image;
  Optional<Long> encodedSize = Optional.empty();
  Optional<Digest> encodedDigest = Optional.empty();

  // What the manifest says.
  ProductId product = PRODUCT;
  PlatformId platform = PLATFORM;
  Optional<DeviceId> onlyFor = Optional.empty();
  Optional<Instant> expiry = Optional.empty();
  int version = 2;
  long security = FLOOR;
  List<Requirement> requires = List.of();
  Optional<Long> imageSize = Optional.empty();
  Optional<Digest> imageDigest = Optional.empty();
  Seal seal;

  // What the offer says, and when the device hears of it.
  Optional<Digest> offeredManifest = Optional.empty();
  Optional<Instant> deadline = Optional.empty();
  Instant clock = NOW;

  // Root documents, from number 2 on.
  final List<byte[]> roots = new ArrayList<>();

  Scene(KeyPair release) {
    signedBy(release);
  }

  static byte[] octets(int seed, int length) {
    byte[] octets = new byte[length];
    new Random(seed).nextBytes(octets);
    return octets;
  }

  void signedBy(KeyPair key) {
    seal = new ManifestSigner(key.getPrivate(), key.getPublic())::sign;
  }

  byte[] manifest() throws GeneralSecurityException {
    Manifest.Component component =
        new Manifest.Component(
            ModuleName.APPLICATION,
            new FirmwareVersion(version),
            imageSize.orElse((long) image.length),
            imageDigest.orElse(Digest.of(image)),
            security,
            requires,
            false);
    return seal.seal(new Manifest(product, platform, NOW, expiry, onlyFor, List.of(component)));
  }

  Offer offer(byte[] manifest) {
    Representation representation =
        new Representation(
            coding.wire(),
            Optional.empty(),
            encodedSize.orElse((long) encoded.length),
            encodedDigest.orElse(Digest.of(encoded)));
    return new Offer(
        5,
        offeredManifest.orElse(Digest.of(manifest)),
        manifest.length,
        false,
        false,
        deadline,
        List.of(new Offer.OfferedComponent(0, List.of(representation))));
  }
}
