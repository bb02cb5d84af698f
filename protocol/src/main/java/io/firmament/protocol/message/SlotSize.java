package io.firmament.protocol.message;

import io.firmament.protocol.value.ModuleKind;

/**
 * The size of a device's slots for a kind of module.
 *
 * @param kind the kind
 * @param bytes the largest image, in octets
 */
public record SlotSize(ModuleKind kind, long bytes) {}
