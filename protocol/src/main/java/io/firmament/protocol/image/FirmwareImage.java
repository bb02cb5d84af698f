package io.firmament.protocol.image;

import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleKind;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import io.firmament.protocol.value.Requirement;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a firmware file says of itself; empty where it says nothing (feature PRD2).
 *
 * @param format its format
 * @param size octets in the file
 * @param digest the SHA-256 of the whole file
 * @param platform the hardware it is for
 * @param module which module of a device it is
 * @param moduleVersion the version that other modules' requirements mean
 * @param product the product it is for; empty, too, when it names the platform's own number or ffff
 * @param version the product's version; empty, too, when it is ffff
 * @param requires what must be on the device before it
 */
public record FirmwareImage(
    ImageFormat format,
    long size,
    Digest digest,
    Optional<PlatformId> platform,
    Optional<ModuleName> module,
    Optional<FirmwareVersion> moduleVersion,
    Optional<ProductId> product,
    Optional<FirmwareVersion> version,
    List<Requirement> requires) {
  /** Keeps a copy. */
  public FirmwareImage {
    requires = List.copyOf(requires);
  }

  static FirmwareImage raw(long size, Digest digest) {
    return new FirmwareImage(
        ImageFormat.RAW,
        size,
        digest,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** The lowest version of the operating system's parts that will do (feature PRD3). */
  public Optional<FirmwareVersion> minimumSystem() {
    return requires.stream()
        .filter(requirement -> requirement.module().kind() == ModuleKind.SYSTEM_PART)
        .map(Requirement::version)
        .max(Comparator.naturalOrder());
  }
}
