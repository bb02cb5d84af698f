package io.firmament.server.coap;

import java.util.function.IntSupplier;
import org.eclipse.californium.elements.RawDataChannel;

/**
 * How many received messages may wait to be read; further ones are dropped, as if the network had
 * lost them.
 *
 * @param most so many
 * @param waiting how many wait now
 */
record Backlog(int most, IntSupplier waiting) {
  /** Lets pass what may wait. */
  RawDataChannel before(RawDataChannel channel) {
    return message -> {
      if (waiting.getAsInt() < most) {
        channel.receiveData(message);
      }
    };
  }
}
