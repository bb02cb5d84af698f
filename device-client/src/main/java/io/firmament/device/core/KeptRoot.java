package io.firmament.device.core;

/**
 * A root document that is believed, as it is stored.
 *
 * @param number its number, at least 1
 * @param signed its octets, as they were signed; not copied, not changed by anybody
 */
public record KeptRoot(long number, byte[] signed) {}
