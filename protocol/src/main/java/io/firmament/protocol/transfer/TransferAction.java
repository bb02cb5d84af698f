package io.firmament.protocol.transfer;

import io.firmament.protocol.value.ByteRange;
import java.time.Duration;

/** What a transfer wants done, in the order of the list that holds it. */
public sealed interface TransferAction {
  /**
   * Send a non-confirmable GET with Block2 for one block, with a token that no other request has
   * whose answer is still welcome.
   *
   * @param request the request's number, to be given back with the answer; counts up from 0
   * @param block the block's number
   */
  record Request(long request, int block) implements TransferAction {}

  /**
   * An answer to this request is not waited for any more: its token is free. Sent only for requests
   * that got no answer; {@link Finished} and {@link Failed} free all tokens.
   *
   * @param request the request's number
   */
  record Forget(long request) implements TransferAction {}

  /**
   * Write a block. Each block is delivered once.
   *
   * @param block the block's number
   * @param range where it lies in the blob
   * @param octets its content, as many as the range is long
   */
  record Deliver(int block, ByteRange range, byte[] octets) implements TransferAction {}

  /**
   * Come back with {@link TransferEvent.Woken} at this moment, unless something else happens first.
   * An answer of the machine holds at most one, and it replaces every earlier one; an answer
   * without one means that the machine waits for events only.
   *
   * @param when a moment on the clock whose moments the machine is told
   */
  record WakeAt(Duration when) implements TransferAction {}

  /** All blocks were delivered. The machine is done. */
  record Finished() implements TransferAction {}

  /**
   * Nobody answered for {@link TransferSettings#patience()}: keep what is there, and come back with
   * {@link TransferEvent.Started} at the next contact.
   */
  record Stalled() implements TransferAction {}

  /**
   * The transfer cannot succeed. The machine is done.
   *
   * @param reason why, for the one who decides what comes next
   * @param detail expected and actual, for people
   */
  record Failed(TransferFailure reason, String detail) implements TransferAction {}
}
