package io.firmament.server.app;

import io.firmament.protocol.message.Control;
import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.Reset;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.session.Session;
import io.firmament.server.transfer.AttemptState;
import java.util.concurrent.CompletionStage;

/** Makes a device boot: as always, without its application, or to apply what is complete. */
public final class ResetDevice {
  private final SendCommand commands;
  private final Fleet fleet;
  private final Sessions sessions;
  private final DeviceLink link;

  ResetDevice(SendCommand commands, Fleet fleet, Sessions sessions, DeviceLink link) {
    this.commands = commands;
    this.fleet = fleet;
    this.sessions = sessions;
    this.link = link;
  }

  /**
   * Asks the device to. Any reset but one into safe mode applies what is complete (feature DEV10);
   * {@link Reset.Kind#APPLY} does nothing else.
   *
   * @return done when it has agreed, fails with {@link UnreachableException}
   * @throws RefusedException NOT_FOUND, CONFLICT when the device is not approved, does without
   *     this, or there is nothing to apply, UNREACHABLE when it is not here
   */
  public CompletionStage<Void> reset(DeviceId device, Reset.Kind kind) throws RefusedException {
    Unavailable.require(EditDevice.found(fleet.device(device), device).value(), control(kind));
    if (kind == Reset.Kind.APPLY && !isReady(device)) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "device " + device + " has no complete update that waits for a reset",
          "'firmament device show " + device + "' says how far its update is");
    }
    return commands.send(device, id -> link.reset(device, new Reset(id, kind)));
  }

  private static Control control(Reset.Kind kind) {
    return switch (kind) {
      case REBOOT -> Control.REBOOT;
      case SAFE_MODE -> Control.SAFE_MODE;
      case APPLY -> Control.APPLY;
    };
  }

  private boolean isReady(DeviceId device) {
    boolean said =
        sessions.find(device).map(Session::flags).filter(Flags::resetPending).isPresent();
    boolean reported =
        fleet
            .attempt(device)
            .filter(a -> a.value().state() == AttemptState.READY_TO_APPLY)
            .isPresent();
    return said || reported;
  }
}
