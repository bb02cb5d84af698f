package io.firmament.server.rest;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which events a stream is to carry.
 *
 * @param prefix what their names begin with; empty for all
 * @param onlyDevices only events of devices
 * @param product only those of this product, if there is one
 * @param device only those of this device, if there is one
 * @param after the id of the last one that was received; empty to begin with the next that happens
 */
public record EventWish(
    String prefix,
    boolean onlyDevices,
    Optional<ProductId> product,
    Optional<DeviceId> device,
    OptionalLong after) {}
