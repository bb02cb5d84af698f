package io.firmament.protocol.message;

import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.Requirement;
import java.util.List;

/**
 * A module that a device has.
 *
 * @param name which
 * @param version its version
 * @param image the digest of its image: what decides whether it is the target (TGT12)
 * @param state whether it runs, is on trial, waits or is unusable
 * @param unmet what it needs and does not find
 */
public record InstalledModule(
    ModuleName name,
    FirmwareVersion version,
    Digest image,
    ModuleState state,
    List<Requirement> unmet) {
  /** Keeps a copy. */
  public InstalledModule {
    unmet = List.copyOf(unmet);
  }
}
