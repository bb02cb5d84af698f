package io.firmament.server.device;

import io.firmament.protocol.value.FirmwareVersion;
import java.time.Instant;

/**
 * A device bound to one version, whatever is released (feature TGT6).
 *
 * @param version the version; it may be lower than the one that runs
 * @param flashNow offered at once to a device that is online; otherwise at its next session (TGT7)
 * @param since when it was locked
 * @param by who locked it
 */
public record Lock(FirmwareVersion version, boolean flashNow, Instant since, String by) {}
