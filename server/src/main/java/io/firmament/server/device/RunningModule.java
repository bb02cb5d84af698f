package io.firmament.server.device;

import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleName;

/**
 * A module as a device reports it.
 *
 * @param name which one
 * @param version the version that it says it has
 * @param image the SHA-256 of its image
 * @param securityFloor the lowest security counter that the device accepts for it
 */
public record RunningModule(
    ModuleName name, FirmwareVersion version, Digest image, long securityFloor) {}
