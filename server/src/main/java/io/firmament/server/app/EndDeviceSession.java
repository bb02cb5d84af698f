package io.firmament.server.app;

import io.firmament.protocol.message.Control;
import io.firmament.protocol.message.EndSession;
import io.firmament.protocol.value.DeviceId;
import java.util.concurrent.CompletionStage;

/** Makes a device drop its DTLS session and handshake in full (feature DEV13). */
public final class EndDeviceSession {
  private final SendCommand commands;
  private final Fleet fleet;
  private final DeviceLink link;

  EndDeviceSession(SendCommand commands, Fleet fleet, DeviceLink link) {
    this.commands = commands;
    this.fleet = fleet;
    this.link = link;
  }

  /**
   * Asks the device to.
   *
   * @return done when it has agreed, fails with {@link UnreachableException}
   * @throws RefusedException NOT_FOUND, CONFLICT when the device is not approved, UNREACHABLE when
   *     it is not here
   */
  public CompletionStage<Void> end(DeviceId device) throws RefusedException {
    Unavailable.require(
        EditDevice.found(fleet.device(device), device).value(), Control.END_SESSION);
    return commands.send(device, id -> link.endSession(device, new EndSession(id)));
  }
}
