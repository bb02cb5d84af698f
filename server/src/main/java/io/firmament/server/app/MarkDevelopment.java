package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.DeviceRecord;
import java.time.InstantSource;

/** Makes a device a development device, or a product device again (feature TGT1). */
public final class MarkDevelopment {
  private final EditDevice edits;
  private final InstantSource clock;

  MarkDevelopment(EditDevice edits, InstantSource clock) {
    this.edits = edits;
    this.clock = clock;
  }

  /**
   * Marks a device.
   *
   * @throws RefusedException NOT_FOUND
   */
  public DeviceRecord mark(DeviceId device, boolean development, Caller caller)
      throws RefusedException {
    return edits.edit(device, d -> marked(d, development));
  }

  private DeviceRecord marked(DeviceRecord device, boolean development) {
    return device.assignment().development() == development
        ? device
        : device.withAssignment(device.assignment().inDevelopment(development, clock.instant()));
  }
}
