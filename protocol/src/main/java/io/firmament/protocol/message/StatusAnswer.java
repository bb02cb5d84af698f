package io.firmament.protocol.message;

/**
 * What the server answers to a status.
 *
 * @param verdict whether the device goes on
 */
public record StatusAnswer(StatusVerdict verdict) implements Message {}
