package io.firmament.server.release;

import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.Requirement;
import java.util.List;
import java.util.Optional;

/**
 * What a firmware's file is, as read from its octets.
 *
 * @param image the SHA-256 of the image
 * @param sizeBytes its size
 * @param format its format's name, {@code raw} where it has no known header
 * @param module the module of a device that it becomes
 * @param platform the hardware that it is for
 * @param minimumSystem the lowest Device OS that it needs, if it says so (feature PRD3)
 * @param requires what must be on a device before it
 * @param security its security counter; a device never goes below one that it has confirmed
 */
public record Binary(
    Digest image,
    long sizeBytes,
    String format,
    ModuleName module,
    PlatformId platform,
    Optional<FirmwareVersion> minimumSystem,
    List<Requirement> requires,
    long security) {
  /** Keeps a copy. */
  public Binary {
    requires = List.copyOf(requires);
  }
}
