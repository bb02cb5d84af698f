package io.firmament.device.core;

import io.firmament.protocol.message.BootReason;
import java.util.Optional;

/**
 * A boot: what it starts, and what the hello says about it.
 *
 * @param decision what the table said
 * @param running the image to run; empty exactly in safe mode
 * @param trial whether {@code running} is unconfirmed, so that it must be confirmed or left
 * @param bootCount the number of this boot, from 1; reports carry it
 * @param reason why the device booted
 * @param trouble what was wrong with the storage, for people; empty when all is well. While it is
 *     there the boot count may not have been stored, and updates may be impossible
 */
public record BootRecord(
    BootDecision decision,
    Optional<InstalledImage> running,
    boolean trial,
    long bootCount,
    BootReason reason,
    Optional<String> trouble) {}
