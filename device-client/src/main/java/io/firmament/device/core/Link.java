package io.firmament.device.core;

/**
 * The port to the cloud: requests, answers, and the cloud's own requests, over one secured
 * association. What happens on it is told to a listener, from threads of the link's own; the
 * listener must not block them.
 */
public interface Link extends AutoCloseable {
  /**
   * Sends a request. Its end is told once: {@link UpdateEvent.Answered}, {@link
   * UpdateEvent.Unanswered}, or nothing after {@link #forget}. That the cloud ends the association
   * is told as {@link UpdateEvent.Closed}.
   *
   * @param exchange its number, not used before
   * @param request what to send
   */
  void send(long exchange, LinkRequest request);

  /** An answer to this request is not waited for any more; unknown numbers are nothing. */
  void forget(long exchange);

  /**
   * Answers a request of the cloud.
   *
   * @param request the number that {@link UpdateEvent.Asked} gave it
   * @param code see {@link CoapCode}
   * @param payload the answer's content; of a larger one than a block, the block that was asked for
   *     is sent
   */
  void reply(long request, int code, byte[] payload);

  /** Does not answer a request of the cloud. */
  void ignore(long request);

  /** Forgets the session and its connection, also on disk; the next handshake is a full one. */
  void dropSession();

  /** What went over the wire so far. */
  LinkCounts counts();

  /** Ends without a word to the cloud; the session is kept. */
  @Override
  void close();
}
