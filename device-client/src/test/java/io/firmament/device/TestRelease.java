package io.firmament.device;

import io.firmament.protocol.coding.ImageCodings;
import io.firmament.protocol.manifest.Manifest;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.Representation;
import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** An image, its manifest and its encoding, put into a cloud and offered. */
final class TestRelease {
  static final ProductId PRODUCT = new ProductId(7);
  static final PlatformId PLATFORM = new PlatformId(13);

  private final FirmwareVersion version;
  private final byte[] image;
  private final byte[] manifest;
  private final byte[] encoded;
  private final Coding coding;

  private TestRelease(
      FirmwareVersion version, byte[] image, byte[] manifest, byte[] encoded, Coding coding) {
    this.version = version;
    this.image = image;
    this.manifest = manifest;
    this.encoded = encoded;
    this.coding = coding;
  }

  static TestRelease of(TestIdentity identity, int version, byte[] image, Coding coding)
      throws GeneralSecurityException, IOException {
    Manifest manifest =
        new Manifest(
            PRODUCT,
            PLATFORM,
            Instant.ofEpochSecond(1_700_000_000L + version),
            Optional.empty(),
            Optional.empty(),
            List.of(
                new Manifest.Component(
                    ModuleName.APPLICATION,
                    new FirmwareVersion(version),
                    image.length,
                    Digest.of(image),
                    0,
                    List.of(),
                    false)));
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    ImageCodings.of(coding).encode(new ByteArrayInputStream(image), image.length, encoded);
    return new TestRelease(
        new FirmwareVersion(version),
        image,
        identity.sign(manifest),
        encoded.toByteArray(),
        coding);
  }

  /** Octets that do not compress, the same for the same seed. */
  static byte[] image(int size, long seed) {
    byte[] image = new byte[size];
    new Random(seed).nextBytes(image);
    return image;
  }

  /** Puts it into the cloud; the offer for it. */
  Offer in(TestCloud cloud, long commandId) {
    cloud.keep(encoded);
    return new Offer(
        commandId,
        cloud.keep(manifest),
        manifest.length,
        false,
        false,
        Optional.empty(),
        List.of(
            new Offer.OfferedComponent(
                0,
                List.of(
                    new Representation(
                        coding.wire(), Optional.empty(), encoded.length, Digest.of(encoded))))));
  }

  FirmwareVersion version() {
    return version;
  }

  Digest image() {
    return Digest.of(image);
  }

  long blocks() {
    return (encoded.length + 1023) / 1024;
  }
}
