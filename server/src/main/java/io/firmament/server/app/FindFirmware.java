package io.firmament.server.app;

import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Group;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Release;
import io.firmament.server.targeting.Catalogue;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

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
    Map<Digest, Integer> running = fleet.running(product);
    return fleet.firmware(product).stream().map(f -> view(f, running)).toList();
  }

  /**
   * One version.
   *
   * @throws RefusedException NOT_FOUND
   */
  public FirmwareView version(ProductId product, FirmwareVersion version) throws RefusedException {
    return fleet
        .firmware(product, version)
        .map(f -> view(f, fleet.running(product)))
        .orElseThrow(() -> notFound(version));
  }

  /**
   * The image of a firmware; the caller closes it.
   *
   * @throws IOException when it cannot be read
   */
  public InputStream image(Firmware firmware) throws IOException {
    return blobs.open(firmware.image());
  }

  /** The other versions of its product that have the same title, ascending (feature PRD5). */
  public List<FirmwareVersion> sharingTitle(Firmware firmware) {
    if (firmware.title().isEmpty()) {
      return List.of();
    }
    return fleet.firmware(firmware.product()).stream()
        .filter(f -> f.title().equals(firmware.title()))
        .map(Firmware::version)
        .filter(v -> !v.equals(firmware.version()))
        .toList();
  }

  static RefusedException notFound(FirmwareVersion version) {
    return new RefusedException(
        RefusedException.Kind.NOT_FOUND,
        "the product has no version " + version,
        "see 'firmament firmware list --product P', or bring it with 'firmament firmware upload'");
  }

  private FirmwareView view(Firmware firmware, Map<Digest, Integer> running) {
    Catalogue catalogue = fleet.catalogue(firmware.product());
    List<Release> standing =
        catalogue.lines().keySet().stream()
            .filter(s -> s.group().filter(g -> !catalogue.stands(g)).isEmpty())
            .flatMap(s -> catalogue.standing(s).stream())
            .filter(r -> r.version().equals(firmware.version()))
            .toList();
    List<String> groups =
        standing.stream()
            .flatMap(r -> r.scope().group().stream())
            .flatMap(g -> catalogue.group(g).stream())
            .map(Group::name)
            .sorted()
            .toList();
    return new FirmwareView(
        firmware,
        standing.size() > groups.size(),
        groups,
        standing.stream().anyMatch(Release::intelligent),
        running.getOrDefault(firmware.image(), 0));
  }
}
