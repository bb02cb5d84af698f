package io.firmament.server.device;

import io.firmament.protocol.value.FirmwareVersion;
import java.time.Instant;

/**
 * A device bound to one version, whatever is released (feature TGT6).
 *
 * @param version the version
 * @param flashNow offered at once to a device that is online; otherwise at its next session (TGT7)
 * @param since when it was locked
 * @param by who locked it
 * @param downgrade whether a lower version than the running one is meant
 */
public record Lock(
    FirmwareVersion version, boolean flashNow, Instant since, String by, boolean downgrade) {}
