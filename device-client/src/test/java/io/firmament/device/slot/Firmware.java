package io.firmament.device.slot;

import io.firmament.device.core.EncodedImage;
import io.firmament.device.core.ImageDecoder;
import io.firmament.device.core.ImageFacts;
import io.firmament.device.core.InstalledImage;
import io.firmament.device.core.ManifestOctets;
import io.firmament.device.core.UpdateOrder;
import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleName;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;

/** Firmware to test with: its octets follow from its version and size. */
public record Firmware(int version, byte[] octets) {
  /** When version 0 was issued; each version is an hour younger. */
  public static final Instant ISSUED = Instant.parse("2026-01-01T00:00:00Z");

  /** Takes encoded octets for the image. */
  public static final ImageDecoder IDENTITY = (coding, encoded, size) -> encoded;

  /** A version of a size; its octets look random. */
  public static Firmware of(int version, int sizeBytes) {
    byte[] octets = new byte[sizeBytes];
    new Random(version).nextBytes(octets);
    return new Firmware(version, octets);
  }

  /** The octets as a stream. */
  public InputStream stream() {
    return new ByteArrayInputStream(octets);
  }

  /** The image's digest. */
  public Digest digest() {
    return Digest.of(octets);
  }

  /** What a manifest would say; the security number is the version. */
  public InstalledImage image() {
    ImageFacts facts =
        new ImageFacts(
            ModuleName.APPLICATION,
            new FirmwareVersion(version),
            digest(),
            octets.length,
            version,
            ISSUED.plusSeconds(3600L * version));
    String manifest = "manifest of version " + version + ", " + digest();
    return new InstalledImage(
        facts, ManifestOctets.of(manifest.getBytes(StandardCharsets.UTF_8)), 0);
  }

  /** An order for it, encoded as it is. */
  public UpdateOrder order(long commandId) {
    return new UpdateOrder(
        commandId, image(), new EncodedImage(Coding.IDENTITY, octets.length, digest()));
  }
}
