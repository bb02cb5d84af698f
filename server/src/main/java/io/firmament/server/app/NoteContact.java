package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.trigger.Trigger;
import java.time.Duration;
import java.util.Optional;

/** Notes that a device is here, or no more. From memory; never waits. */
public final class NoteContact {
  /**
   * A handshake was finished.
   *
   * @param trigger HANDSHAKE or RESUME
   * @param endpoint the device's address, written always the same way
   * @param roundTrip measured in the handshake, if it was
   */
  public void connected(
      DeviceId device, Trigger trigger, String endpoint, Optional<Duration> roundTrip) {
    throw new UnsupportedOperationException();
  }

  /**
   * A request arrived: to be called before it is handled.
   *
   * @return WAKE when the record was a wake. If the request is another one than a hello, then
   *     {@link PushOffers#push} is to be called once it has been answered
   */
  public Optional<Trigger> heard(DeviceId device, String endpoint) {
    throw new UnsupportedOperationException();
  }

  /** The association ended, or the device proved to be away. */
  public void lost(DeviceId device) {
    throw new UnsupportedOperationException();
  }
}
