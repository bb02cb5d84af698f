package io.firmament.protocol.value;

/**
 * A module that another one needs.
 *
 * @param module which one
 * @param version the lowest version that will do
 */
public record Requirement(ModuleName module, FirmwareVersion version) {}
