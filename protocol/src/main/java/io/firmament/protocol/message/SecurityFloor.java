package io.firmament.protocol.message;

import io.firmament.protocol.value.ModuleName;

/**
 * The lowest security number that a device accepts for a module.
 *
 * @param module which module
 * @param floor 1 to 4294967295
 */
public record SecurityFloor(ModuleName module, long floor) {}
