package io.firmament.server.app;

import io.firmament.protocol.image.FirmwareImage;
import io.firmament.protocol.image.ImageFormat;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleKind;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.Requirement;
import io.firmament.server.device.Product;
import io.firmament.server.release.Binary;
import io.firmament.server.release.Firmware;
import java.util.List;

/** What an uploaded file must keep to (features PRD1, PRD2, PRD4). */
final class UploadRules {
  private UploadRules() {}

  /**
   * Compares what was declared with what the file says.
   *
   * @return the version that both agree on; the declared one where the file says none
   * @throws RefusedException INVALID when they do not agree, or nobody says a version
   */
  static FirmwareVersion check(NewFirmware wish, Product product, FirmwareImage image)
      throws RefusedException {
    if (image.platform().filter(p -> !p.equals(product.platform())).isPresent()) {
      throw invalid(
          "the file is made for platform " + image.platform().get(),
          "product '" + product.slug() + "' is platform " + product.platform());
    }
    if (image.product().filter(p -> !p.equals(product.id())).isPresent()) {
      throw invalid(
          "the file is made for product " + image.product().get(),
          "it was uploaded to product " + product.id());
    }
    if (image.version().isPresent()
        && wish.declared().filter(d -> !d.equals(image.version().get())).isPresent()) {
      throw invalid(
          "the file says that it is version " + image.version().get(),
          "version " + wish.declared().get() + " was declared");
    }
    return image
        .version()
        .or(wish::declared)
        .orElseThrow(
            () ->
                new RefusedException(
                    RefusedException.Kind.INVALID,
                    "the file does not say its version, and none was declared",
                    "say it with '--version N'"));
  }

  /**
   * A new version is higher than every one that is still there.
   *
   * @throws RefusedException CONFLICT when it is not
   */
  static void refuseOld(FirmwareVersion version, List<Firmware> there) throws RefusedException {
    for (Firmware firmware : there) {
      if (!firmware.version().isOlderThan(version)) {
        throw new RefusedException(
            RefusedException.Kind.CONFLICT,
            "version "
                + version
                + " must be higher than version "
                + firmware.version()
                + ", which is there",
            "build the firmware with a higher version number");
      }
    }
  }

  /**
   * What is kept of the file. A product's firmware is what its devices run as their application;
   * another module comes as opaque octets.
   */
  static Binary binary(FirmwareImage image, Product product, long security) {
    return new Binary(
        image.digest(),
        image.size(),
        image.format().label(),
        ModuleName.APPLICATION,
        product.platform(),
        image.minimumSystem(),
        requirements(image),
        security);
  }

  /**
   * A product that is signed elsewhere takes nothing that comes without its manifest.
   *
   * @throws RefusedException INVALID
   */
  static void refuseUnsigned(Product product) throws RefusedException {
    if (product.offlineSigned()) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          "product '" + product.slug() + "' is offline-signed: an upload must bring its manifest",
          "make it with 'firmament sign' and upload with '--manifest FILE'");
    }
  }

  /** What must be on a device before it: said by applications only. */
  static List<Requirement> requirements(FirmwareImage image) {
    boolean application =
        image.format() != ImageFormat.RAW
            && image.module().filter(m -> m.kind() == ModuleKind.APPLICATION).isPresent();
    return application ? image.requires() : List.of();
  }

  private static RefusedException invalid(String found, String expected) {
    return new RefusedException(
        RefusedException.Kind.INVALID,
        found + ", but " + expected,
        "upload the file that was built for this product and version");
  }
}
