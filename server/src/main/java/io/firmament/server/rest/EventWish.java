package io.firmament.server.rest;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which events a stream is to carry.
 *
 * @param prefix what their names begin with; empty for all
 * @param onlyDevices only events of devices
 * @param products only those of these products; empty for all, and for those of none
 * @param device only those of this device, if there is one
 * @param after the id of the last one that was received; empty to begin with the next that happens
 */
public record EventWish(
    String prefix,
    boolean onlyDevices,
    Optional<Set<ProductId>> products,
    Optional<DeviceId> device,
    OptionalLong after) {}
