package io.firmament.protocol.manifest;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import io.firmament.protocol.value.Requirement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be installed where: the signed statement that everything else hangs on.
 *
 * @param product for devices of this product only
 * @param platform for this hardware only
 * @param issued when it was signed, to the second
 * @param expiry not to be installed after this time, to the second
 * @param device for this device only (single-device flash)
 * @param components the modules, in the order of installation; at least one
 */
public record Manifest(
    ProductId product,
    PlatformId platform,
    Instant issued,
    Optional<Instant> expiry,
    Optional<DeviceId> device,
    List<Component> components) {
  /** Keeps a copy. */
  public Manifest {
    components = List.copyOf(components);
  }

  /**
   * A module to be installed.
   *
   * @param module which one
   * @param version its version
   * @param imageSize octets in the image, at least 1
   * @param image the image's digest
   * @param security its security number; devices refuse one below their floor. 0 where nothing is
   *     said
   * @param requires what must be there, in these versions or higher
   * @param heal it may be installed, and run in safe mode, while a requirement is unmet
   */
  public record Component(
      ModuleName module,
      FirmwareVersion version,
      long imageSize,
      Digest image,
      long security,
      List<Requirement> requires,
      boolean heal) {
    /** Keeps a copy. */
    public Component {
      requires = List.copyOf(requires);
    }
  }
}
