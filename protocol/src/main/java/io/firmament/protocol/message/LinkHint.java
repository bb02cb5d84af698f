package io.firmament.protocol.message;

/**
 * What a device last saw of its link.
 *
 * @param bitsPerSecond delivery rate
 * @param roundTripMillis smoothed round-trip time in milliseconds
 */
public record LinkHint(long bitsPerSecond, long roundTripMillis) {}
