package io.firmament.device.core;

import io.firmament.protocol.message.BootReason;
import java.time.Duration;

/** What the update machine wants done, in the order of the list that holds it. */
public sealed interface UpdateAction {
  /**
   * Send a request.
   *
   * @param exchange its number, to be given back with the answer
   * @param request what to send
   */
  record Send(long exchange, LinkRequest request) implements UpdateAction {}

  /**
   * An answer to this request is not waited for any more.
   *
   * @param exchange the number of its {@link Send}
   */
  record Forget(long exchange) implements UpdateAction {}

  /**
   * Answer a request of the cloud.
   *
   * @param request the number of its {@link UpdateEvent.Asked}
   * @param code see {@link CoapCode}
   * @param payload the answer's content
   */
  record Reply(long request, int code, byte[] payload) implements UpdateAction {}

  /**
   * Do not answer a request of the cloud: it is older than one that was answered.
   *
   * @param request the number of its {@link UpdateEvent.Asked}
   */
  record Ignore(long request) implements UpdateAction {}

  /** Forget the DTLS session and its connection, also on disk. */
  record DropSession() implements UpdateAction {}

  /**
   * Tell the application.
   *
   * @param notice what
   */
  record Tell(Notice notice) implements UpdateAction {}

  /** Ask the application to test itself, and come back with {@link UpdateEvent.SelfTested}. */
  record SelfTest() implements UpdateAction {}

  /**
   * Boot. Nothing follows: the machine is done.
   *
   * @param reason why; the store knows it already
   */
  record Restart(BootReason reason) implements UpdateAction {}

  /**
   * Come back with {@link UpdateEvent.Woken} at this moment, unless something else happens first.
   * Replaces every earlier one.
   *
   * @param uptime a moment on the machine's clock
   */
  record WakeAt(Duration uptime) implements UpdateAction {}
}
