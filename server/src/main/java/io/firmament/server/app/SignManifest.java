package io.firmament.server.app;

import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.image.FirmwareImage;
import io.firmament.protocol.manifest.AuthenticateManifest;
import io.firmament.protocol.manifest.Authentication;
import io.firmament.protocol.manifest.Manifest;
import io.firmament.protocol.manifest.ReadManifest;
import io.firmament.protocol.manifest.Root;
import io.firmament.protocol.manifest.TrustedKeys;
import io.firmament.protocol.value.DeviceId;
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
  private final Roots roots;
  private final BlobStore blobs;

  SignManifest(ManifestSigning signing, Roots roots, BlobStore blobs) {
    this.signing = signing;
    this.roots = roots;
    this.blobs = blobs;
  }

  /**
   * Signs what is to be installed.
   *
   * @param device for this device alone; empty for all of the product
   * @throws RefusedException CONFLICT when devices would not believe this server's release key
   */
  SignedManifest sign(
      Product product,
      Optional<DeviceId> device,
      FirmwareVersion version,
      FirmwareImage image,
      long security,
      Instant now)
      throws IOException, RefusedException {
    Manifest.Component component =
        new Manifest.Component(
            ModuleName.APPLICATION,
            version,
            image.size(),
            image.digest(),
            security,
            UploadRules.requirements(image),
            false);
    return signed(
        product,
        new Manifest(
            product.id(),
            product.platform(),
            now.truncatedTo(ChronoUnit.SECONDS),
            Optional.empty(),
            device,
            List.of(component)));
  }

  /**
   * Signs the same content with the key of today.
   *
   * @throws RefusedException CONFLICT when devices would not believe this server's release key
   */
  SignedManifest again(Product product, byte[] before) throws IOException, RefusedException {
    try {
      return signed(product, ReadManifest.stored(before));
    } catch (DecodeException e) {
      throw new IllegalStateException("a manifest that was kept is none", e);
    }
  }

  /** Keeps octets that were signed, by this server or elsewhere. */
  SignedManifest keep(byte[] signed) throws IOException {
    try {
      return new SignedManifest(
          blobs.put(new ByteArrayInputStream(signed), signed.length), signed.length);
    } catch (BlobTooLargeException e) {
      throw new IllegalStateException("a manifest that was measured has grown", e);
    }
  }

  private SignedManifest signed(Product product, Manifest manifest)
      throws IOException, RefusedException {
    try {
      byte[] signed = signing.sign(manifest);
      requireBelieved(product, signed);
      return keep(signed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the release key does not sign", e);
    }
  }

  /** What devices would refuse is refused here, where somebody can mend it. */
  private void requireBelieved(Product product, byte[] signed) throws RefusedException {
    TrustedKeys believed = roots.newest().map(Root::trustedKeys).orElseGet(signing::given);
    if (!believed.keys().isEmpty()
        && AuthenticateManifest.verify(signed, believed, product.id())
            instanceof Authentication.Refused refused) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "devices would refuse what this server signs for product '"
              + product.slug()
              + "': "
              + refused.detail(),
          "list the server's release key with 'firmament root rotate --release-key', or sign"
              + " elsewhere and upload with '--manifest FILE'");
    }
  }
}
