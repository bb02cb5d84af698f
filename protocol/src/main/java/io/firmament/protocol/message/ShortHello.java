package io.firmament.protocol.message;

/**
 * "I am as you know me": 13 octets on the wire.
 *
 * @param digest of the full hello that the server has acknowledged
 * @param flags what is switched on now
 */
public record ShortHello(HelloDigest digest, Flags flags) implements Hello {}
