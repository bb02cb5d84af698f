package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.Credential;
import io.firmament.server.device.DeviceRecord;

/** Gives a device another credential: what was made with the old one ends at once. */
public final class ReplaceCredential {
  private final StateStore store;
  private final Fleet fleet;
  private final Credentials credentials;
  private final DeviceLink link;

  ReplaceCredential(StateStore store, Fleet fleet, Credentials credentials, DeviceLink link) {
    this.store = store;
    this.fleet = fleet;
    this.credentials = credentials;
    this.link = link;
  }

  /**
   * Replaces a device's credential; its association and its session end, even when it is the same
   * one again.
   *
   * @throws RefusedException NOT_FOUND, INVALID when the credential cannot be used, CONFLICT when
   *     the key is another device's
   */
  public void replace(DeviceId device, NewCredential wish, Caller caller) throws RefusedException {
    Credential credential = Credentials.checked(device, wish);
    Conflicts.again(() -> once(device, credential));
    link.disconnect(device);
  }

  private DeviceRecord once(DeviceId device, Credential credential)
      throws RefusedException, ConflictException {
    DeviceRecord known = EditDevice.found(fleet.device(device), device).value();
    Change.Builder change = Change.change();
    if (credentials.put(change, device, credential)) {
      store.commit(change.build());
    }
    return known;
  }
}
