package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import java.util.Optional;

/**
 * What comes with a file that is to be flashed.
 *
 * @param device for which device
 * @param declared the version that the sender says; else the embedded one, else 0
 * @param security its security number, 0 where nothing is said
 * @param manifest the manifest, where it was signed elsewhere, for this device; read, not changed
 */
public record NewFlash(
    DeviceId device,
    Optional<FirmwareVersion> declared,
    Optional<Long> security,
    Optional<byte[]> manifest) {}
