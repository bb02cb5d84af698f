package io.firmament.cli.demo;

/**
 * A part of the demonstration, as its closing table tells it.
 *
 * @param what what happened
 * @param outcome what became of it
 * @param blocks blocks that were fetched
 * @param again of them, fetched again because of an interruption
 * @param bytesUp octets that the device sent, with 28 a datagram for IP and UDP
 * @param bytesDown octets that it received, likewise
 * @param seconds how long it took
 */
public record Chapter(
    String what,
    String outcome,
    long blocks,
    long again,
    long bytesUp,
    long bytesDown,
    double seconds) {}
