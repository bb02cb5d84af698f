package io.firmament.server.app;

import io.firmament.protocol.message.Status;
import io.firmament.protocol.message.StatusVerdict;
import io.firmament.protocol.value.DeviceId;
import java.util.concurrent.CompletionStage;

/** Takes a device's word on its update. */
public final class RecordStatus {
  /** Records a status; a repetition is answered as the first one was. */
  public CompletionStage<StatusVerdict> record(DeviceId device, Status status) {
    throw new UnsupportedOperationException();
  }
}
