package io.firmament.protocol.transfer;

import java.time.Duration;
import java.util.Optional;

/**
 * What happened to a transfer. Requests are known by the number that {@link TransferAction.Request}
 * gave them; whoever sends them keeps number and token together, so that an answer says which of
 * several requests for the same block it belongs to.
 */
public sealed interface TransferEvent {
  /**
   * The peer can be reached: the transfer begins, or goes on after a hold, a stall, a new session
   * or a new address. Requests that are still without an answer are made again; should the answer
   * come after all, it is welcome.
   */
  record Started() implements TransferEvent {}

  /** No further request for now; answers that are under way are still taken. */
  record Held() implements TransferEvent {}

  /**
   * A block came: 2.05 with a Block2 option.
   *
   * @param request which request it answers
   * @param block the block's number, as the Block2 option says
   * @param octets its content; handed on as it is, not copied
   * @param roundTrip from the request's leaving to the answer's arriving, as the network saw it;
   *     empty where nobody knows: then it is the time between the machine's request and this event
   */
  record BlockArrived(long request, int block, byte[] octets, Optional<Duration> roundTrip)
      implements TransferEvent {}

  /**
   * The peer answered with an error that will not pass by waiting. An address challenge (4.01 with
   * Echo, RFC 9175) is none: repeat that request with the option, under the same number.
   *
   * @param request which request it answers
   * @param code the code as on the wire, class in the upper 3 bits, detail in the lower 5 (RFC 7252
   *     section 3): 0x84 is 4.04
   */
  record Refused(long request, int code) implements TransferEvent {}

  /**
   * The peer asked for patience: 5.03 or 4.29 (RFC 8516), with Max-Age.
   *
   * @param request which request it answers
   * @param retryAfter no request until then; Max-Age, or its default of 60 s (RFC 7252 section
   *     5.10.5); no longer than {@link TransferSettings#patience()} is believed
   */
  record Deferred(long request, Duration retryAfter) implements TransferEvent {}

  /** The moment of the last {@link TransferAction.WakeAt} has come. */
  record Woken() implements TransferEvent {}
}
