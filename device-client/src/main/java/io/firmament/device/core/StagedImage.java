package io.firmament.device.core;

import java.time.Instant;

/**
 * A complete, verified image in the other slot. Not trialled: it waits, and any reset applies it
 * (DEV10). Trialled: it runs, or ran, without having been confirmed.
 *
 * @param commandId the command that offered it
 * @param image the image and its manifest
 * @param attemptsLeft how many more boots may try it, at least 0
 * @param trialled whether a boot has tried it
 * @param since when it was staged, by the device's clock
 */
public record StagedImage(
    long commandId, InstalledImage image, int attemptsLeft, boolean trialled, Instant since) {}
