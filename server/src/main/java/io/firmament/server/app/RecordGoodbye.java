package io.firmament.server.app;

import io.firmament.protocol.message.Goodbye;
import io.firmament.protocol.value.DeviceId;
import java.util.concurrent.CompletionStage;

/** Takes a device's goodbye (feature DEV14). */
public final class RecordGoodbye {
  /** Records that a device goes, and when it will be back. */
  public CompletionStage<Void> record(DeviceId device, Goodbye goodbye) {
    throw new UnsupportedOperationException();
  }
}
