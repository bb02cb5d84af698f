package io.firmament.protocol.message;

/**
 * A coding that a device can decode.
 *
 * @param wire the coding's number on the wire; one that this release does not know is kept and
 *     never used
 * @param memoryBytes how much memory it has for the decoder
 */
public record CodingCapability(int wire, long memoryBytes) {}
