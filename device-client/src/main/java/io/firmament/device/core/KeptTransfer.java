package io.firmament.device.core;

/**
 * What is durably there of an update that is not staged yet: the hello's {@code have}.
 *
 * @param order the update
 * @param receivedBytes encoded octets that need not be sent again
 */
public record KeptTransfer(UpdateOrder order, long receivedBytes) {}
