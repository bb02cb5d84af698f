package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.trigger.Trigger;

/** Offers what is due to devices that are here. */
public final class PushOffers {
  /**
   * Offers a device what is due to it, if anything is; works in the background.
   *
   * @param trigger why
   */
  public void push(DeviceId device, Trigger trigger) {
    throw new UnsupportedOperationException();
  }

  /** Offers all devices of a product that are here what is due to them; works in the background. */
  public void pushAll(ProductId product) {
    throw new UnsupportedOperationException();
  }

  /**
   * Asks devices that said no hello after their handshake what they are, and notes those that are
   * away. To be called every second or so; never waits.
   */
  public void lookAfterSessions() {
    throw new UnsupportedOperationException();
  }
}
