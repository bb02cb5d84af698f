package io.firmament.protocol.message;

/**
 * Makes the device drop its DTLS session and handshake in full (DEV13).
 *
 * @param commandId increasing for each device
 */
public record EndSession(long commandId) implements Message {}
