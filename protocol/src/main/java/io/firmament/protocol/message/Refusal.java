package io.firmament.protocol.message;

/**
 * A device's answer to an offer that it does not take: 4.09 for a while, 4.12 for good.
 *
 * @param reason why
 */
public record Refusal(RefusalReason reason) implements Message {}
