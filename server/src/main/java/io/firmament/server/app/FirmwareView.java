package io.firmament.server.app;

import io.firmament.server.release.Firmware;

/**
 * A firmware in its product's list (feature REL8).
 *
 * @param firmware the firmware
 * @param productDefault whether it is released to the whole product now
 * @param intelligent whether at once; false where it is not the default
 * @param devices how many devices run exactly this image
 */
public record FirmwareView(
    Firmware firmware, boolean productDefault, boolean intelligent, int devices) {}
