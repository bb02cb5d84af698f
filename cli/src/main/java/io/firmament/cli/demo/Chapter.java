package io.firmament.cli.demo;

/**
 * A part of the demonstration, as its closing table tells it.
 *
 * @param what what was done
 * @param path what happened on the way, in order
 * @param outcome what became of it
 * @param blocks blocks that were fetched
 * @param again of them, fetched again because something went wrong
 * @param bytesUp octets that the device sent, with 28 a datagram for IP and UDP
 * @param bytesDown octets that it received, likewise
 * @param seconds how long it took
 */
public record Chapter(
    String what,
    String path,
    String outcome,
    long blocks,
    long again,
    long bytesUp,
    long bytesDown,
    double seconds) {
  /** One in which no firmware went over the air. */
  static Chapter onGround(String what, String outcome, double seconds) {
    return new Chapter(what, "", outcome, 0, 0, 0, 0, seconds);
  }
}
