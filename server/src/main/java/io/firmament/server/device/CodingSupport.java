package io.firmament.server.device;

import io.firmament.protocol.value.Coding;

/**
 * A coding that a device can decode.
 *
 * @param coding which one
 * @param memoryBytes the memory that it has for it, in octets
 */
public record CodingSupport(Coding coding, long memoryBytes) {}
