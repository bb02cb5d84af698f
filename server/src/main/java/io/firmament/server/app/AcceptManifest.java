package io.firmament.server.app;

import io.firmament.protocol.image.FirmwareImage;
import io.firmament.protocol.manifest.AuthenticateManifest;
import io.firmament.protocol.manifest.Authentication;
import io.firmament.protocol.manifest.Manifest;
import io.firmament.protocol.manifest.Root;
import io.firmament.protocol.manifest.TrustedKeys;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleName;
import io.firmament.server.device.Product;
import java.time.Instant;
import java.util.Optional;

/** Takes a manifest that was signed elsewhere, if devices would take it, too. */
final class AcceptManifest {
  private static final String HINT =
      "sign this very file with 'firmament sign', with the same product, platform and version";

  private final ManifestSigning signing;
  private final Roots roots;

  AcceptManifest(ManifestSigning signing, Roots roots) {
    this.signing = signing;
    this.roots = roots;
  }

  /**
   * Checks who signed, and that the manifest says what the upload is.
   *
   * @param device for which device it must be; empty for all of the product
   * @param declared the security number that the upload says, if it does
   * @return the component that it is for
   * @throws RefusedException INVALID when it is not to be believed or is about something else
   */
  Manifest.Component check(
      byte[] signed,
      Product product,
      Optional<DeviceId> device,
      FirmwareVersion version,
      FirmwareImage image,
      Optional<Long> declared,
      Instant now)
      throws RefusedException {
    Manifest manifest = authentic(signed, product);
    require("product", product.id(), manifest.product());
    require("platform", product.platform(), manifest.platform());
    require("number of components", 1, manifest.components().size());
    requireFor(device, manifest);
    if (manifest.expiry().filter(end -> !now.isBefore(end)).isPresent()) {
      throw invalid("the manifest has expired: " + manifest.expiry().get());
    }
    Manifest.Component component = manifest.components().get(0);
    require("module", ModuleName.APPLICATION, component.module());
    require("version", version, component.version());
    require("size in bytes", image.size(), component.imageSize());
    require("SHA-256", image.digest(), component.image());
    require("requirements", UploadRules.requirements(image), component.requires());
    if (declared.isPresent()) {
      require("security number", declared.get(), component.security());
    }
    return component;
  }

  private static void requireFor(Optional<DeviceId> device, Manifest manifest)
      throws RefusedException {
    if (!manifest.device().equals(device)) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          manifest.device().isPresent()
              ? "the manifest is for one device only, " + manifest.device().get()
              : "the manifest is for all devices of its product",
          device.isPresent()
              ? "what is flashed is for one device: sign it with '--device " + device.get() + "'"
              : "a version is for all devices of its product: sign it without '--device'");
    }
  }

  private Manifest authentic(byte[] signed, Product product) throws RefusedException {
    TrustedKeys keys = roots.newest().map(Root::trustedKeys).orElseGet(signing::given);
    Authentication verdict = AuthenticateManifest.verify(signed, keys, product.id());
    if (verdict instanceof Authentication.Genuine genuine) {
      return genuine.manifest();
    }
    Authentication.Refused refused = (Authentication.Refused) verdict;
    String where =
        roots.newest().map(root -> "root document " + root.number()).orElse("release.pub");
    throw new RefusedException(
        RefusedException.Kind.INVALID,
        "the manifest is not to be believed: " + refused.detail(),
        "sign it with a release key that " + where + " lists for product " + product.id());
  }

  private static void require(String what, Object upload, Object manifest) throws RefusedException {
    if (!upload.equals(manifest)) {
      throw invalid("the manifest's " + what + " is " + manifest + ", the upload's " + upload);
    }
  }

  private static RefusedException invalid(String what) {
    return new RefusedException(RefusedException.Kind.INVALID, what, HINT);
  }
}
