package io.firmament.server.app;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Release;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Finds firmware. */
public final class FindFirmware {
  private final Fleet fleet;
  private final BlobStore blobs;

  FindFirmware(Fleet fleet, BlobStore blobs) {
    this.fleet = fleet;
    this.blobs = blobs;
  }

  /** A product's firmware, the lowest version first. */
  public List<FirmwareView> of(ProductId product) {
    return fleet.firmware(product).stream().map(this::view).toList();
  }

  /**
   * One version.
   *
   * @throws RefusedException NOT_FOUND
   */
  public FirmwareView version(ProductId product, FirmwareVersion version) throws RefusedException {
    return fleet.firmware(product, version).map(this::view).orElseThrow(() -> notFound(version));
  }

  /**
   * The image of a firmware; the caller closes it.
   *
   * @throws IOException when it cannot be read
   */
  public InputStream image(Firmware firmware) throws IOException {
    return blobs.open(firmware.image());
  }

  static RefusedException notFound(FirmwareVersion version) {
    return new RefusedException(
        RefusedException.Kind.NOT_FOUND,
        "the product has no version " + version,
        "see 'firmament firmware list --product P', or bring it with 'firmament firmware upload'");
  }

  private FirmwareView view(Firmware firmware) {
    Optional<Release> release =
        fleet
            .defaultRelease(firmware.product())
            .filter(r -> r.version().equals(firmware.version()));
    boolean intelligent = release.filter(Release::intelligent).isPresent();
    return new FirmwareView(firmware, release.isPresent(), intelligent, fleet.running(firmware));
  }
}
