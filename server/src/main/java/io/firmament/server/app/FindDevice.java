package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.DeviceRecord;
import java.time.InstantSource;
import java.util.Optional;

/** Finds devices and says how they are. */
public final class FindDevice {
  private final StateStore store;
  private final Fleet fleet;
  private final Sessions sessions;
  private final States states;
  private final InstantSource clock;

  FindDevice(StateStore store, Fleet fleet, Sessions sessions, States states, InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.sessions = sessions;
    this.states = states;
    this.clock = clock;
  }

  /**
   * The device with this id or name (feature PRD10).
   *
   * @throws RefusedException NOT_FOUND
   */
  public DeviceRecord named(String idOrName) throws RefusedException {
    Optional<DeviceId> id =
        DeviceId.isDeviceId(idOrName)
            ? Optional.of(new DeviceId(idOrName))
            : store
                .find(Tables.DEVICE_NAMES, RenameDevice.nameKey(idOrName))
                .map(ref -> new DeviceId(ref.value().key()));
    return id.flatMap(fleet::device)
        .map(Stored::value)
        .orElseThrow(() -> EditDevice.notFound(idOrName));
  }

  /** Everything there is to say of a device now: its state, its target and why (feature TGT15). */
  public DeviceView explain(DeviceRecord device) {
    States.Look look = states.look(device, clock.instant());
    return new DeviceView(
        device,
        sessions.find(device.id()),
        look.online(),
        look.decision(),
        look.state().toString(),
        look.attempt(),
        look.progress(),
        FindGroups.names(fleet.catalogue(device.product()), device),
        ClaimDevice.owner(store, device.id()));
  }
}
