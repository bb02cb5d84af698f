package io.firmament.server.app;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import java.util.Optional;

/**
 * What comes with an uploaded file.
 *
 * @param product the product that it is for
 * @param declared the version that the uploader says; the embedded one where it is empty
 * @param title a title, may be empty
 * @param description a description, may be empty
 */
public record NewFirmware(
    ProductId product, Optional<FirmwareVersion> declared, String title, String description) {}
