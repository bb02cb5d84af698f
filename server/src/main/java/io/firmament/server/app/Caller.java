package io.firmament.server.app;

/**
 * Who asks: whoever holds a token.
 *
 * @param name the token's name
 */
public record Caller(String name) {}
