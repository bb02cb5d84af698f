package io.firmament.server.app;

import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.device.Group;
import java.util.Optional;

/**
 * A group in its product's list.
 *
 * @param group the group
 * @param version what stands released to it, if anything does
 * @param devices how many devices are in it
 */
public record GroupView(Group group, Optional<FirmwareVersion> version, int devices) {}
