package io.firmament.protocol.message;

/**
 * Ends a running update; what was received is kept.
 *
 * @param commandId the offer that is meant
 */
public record Cancel(long commandId) implements Message {}
