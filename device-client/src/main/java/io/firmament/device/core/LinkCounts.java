package io.firmament.device.core;

/**
 * What went over a link: whole datagrams, handshakes included, with 28 octets each for the headers
 * of IPv4 and UDP.
 *
 * @param wireBytesUp octets sent
 * @param wireBytesDown octets received
 * @param handshakes full handshakes that were finished
 * @param resumes abbreviated handshakes that were finished
 */
public record LinkCounts(long wireBytesUp, long wireBytesDown, long handshakes, long resumes) {
  /** Nothing yet. */
  public static final LinkCounts NONE = new LinkCounts(0, 0, 0, 0);

  /** Both together. */
  public LinkCounts plus(LinkCounts other) {
    return new LinkCounts(
        wireBytesUp + other.wireBytesUp,
        wireBytesDown + other.wireBytesDown,
        handshakes + other.handshakes,
        resumes + other.resumes);
  }
}
