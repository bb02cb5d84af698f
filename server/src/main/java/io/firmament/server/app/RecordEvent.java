package io.firmament.server.app;

import io.firmament.protocol.message.DeviceEvent;
import io.firmament.protocol.value.DeviceId;
import java.util.concurrent.CompletionStage;

/** Takes an event of a device. */
public final class RecordEvent {
  /**
   * Records an event; a repetition is dropped.
   *
   * @param name the event's name, such as {@code particle/device/updates/enabled}
   */
  public CompletionStage<Void> record(DeviceId device, String name, DeviceEvent event) {
    throw new UnsupportedOperationException();
  }
}
