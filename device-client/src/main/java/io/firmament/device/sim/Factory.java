package io.firmament.device.sim;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import java.nio.file.Path;

/**
 * What a factory puts into an empty device.
 *
 * @param image the first application
 * @param version its version
 * @param product the product that the device belongs to
 * @param platform its hardware
 */
public record Factory(
    Path image, FirmwareVersion version, ProductId product, PlatformId platform) {}
