package io.firmament.server.app;

/** What a request for a block is answered with. */
public sealed interface BlockReply {
  /**
   * 2.05.
   *
   * @param octets the block
   * @param more whether others follow
   * @param blobBytes the size of the whole blob, for Size2 where it was asked for
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Block(byte[] octets, boolean more, long blobBytes) implements BlockReply {}

  /** 4.04: no such blob, or none of the device's product. */
  record Absent() implements BlockReply {}

  /**
   * 4.02: the block begins behind the end.
   *
   * @param blobBytes the size of the whole blob
   */
  record PastEnd(long blobBytes) implements BlockReply {}
}
