package io.firmament.server.app;

import io.firmament.protocol.image.FirmwareImage;
import io.firmament.protocol.manifest.Manifest;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleName;
import io.firmament.server.device.Product;
import io.firmament.server.release.SignedManifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Makes and keeps the signed manifest of a firmware: once, since a signature is never the same. */
final class SignManifest {
  private final ManifestSigning signing;
  private final BlobStore blobs;

  SignManifest(ManifestSigning signing, BlobStore blobs) {
    this.signing = signing;
    this.blobs = blobs;
  }

  SignedManifest sign(Product product, FirmwareVersion version, FirmwareImage image, Instant now)
      throws IOException {
    Manifest.Component component =
        new Manifest.Component(
            ModuleName.APPLICATION,
            version,
            image.size(),
            image.digest(),
            0,
            UploadRules.requirements(image),
            false);
    Manifest manifest =
        new Manifest(
            product.id(),
            product.platform(),
            now.truncatedTo(ChronoUnit.SECONDS),
            Optional.empty(),
            Optional.empty(),
            List.of(component));
    byte[] signed = signed(manifest);
    return new SignedManifest(kept(signed), signed.length);
  }

  private byte[] signed(Manifest manifest) {
    try {
      return signing.sign(manifest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the release key does not sign", e);
    }
  }

  private Digest kept(byte[] signed) throws IOException {
    try {
      return blobs.put(new ByteArrayInputStream(signed), signed.length);
    } catch (BlobTooLargeException e) {
      throw new IllegalStateException("a manifest that was measured has grown", e);
    }
  }
}
