package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Lock;
import io.firmament.server.device.Product;
import io.firmament.server.release.Firmware;
import io.firmament.server.trigger.Trigger;

/**
 * Deletes a version that was never released (feature PRD6); its number may be used again. A device
 * that it is on its way to is told to give it up; its blobs go when nobody needs them (ADR 38).
 */
public final class DeleteFirmware {
  private final StateStore store;
  private final Fleet fleet;
  private final NamedVersions versions;
  private final SweepBlobs sweep;
  private final PushOffers pushOffers;

  DeleteFirmware(
      StateStore store,
      Fleet fleet,
      NamedVersions versions,
      SweepBlobs sweep,
      PushOffers pushOffers) {
    this.store = store;
    this.fleet = fleet;
    this.versions = versions;
    this.sweep = sweep;
    this.pushOffers = pushOffers;
  }

  /**
   * Deletes a version.
   *
   * @throws RefusedException NOT_FOUND when there is no such version, CONFLICT when it was released
   *     or a device is locked to it
   */
  public void delete(ProductId product, FirmwareVersion version, Caller caller)
      throws RefusedException {
    Firmware deleted = versions.deleting(() -> Conflicts.again(() -> once(product, version)));
    fleet.eachDevice(product, device -> giveUp(device.id(), deleted));
    sweep.hasLeft();
  }

  private void giveUp(DeviceId device, Firmware deleted) {
    boolean sent =
        fleet
            .attempt(device)
            .map(Stored::value)
            .filter(a -> !a.state().ended() && a.manifest().equals(deleted.manifest().digest()))
            .isPresent();
    if (sent) {
      pushOffers.push(device, Trigger.CHANGE);
    }
  }

  /** Writes the product, too, unchanged: an upload at the same time looks again. */
  private Firmware once(ProductId product, FirmwareVersion version)
      throws RefusedException, ConflictException {
    Stored<Product> written =
        store
            .find(Tables.PRODUCTS, Tables.key(product))
            .orElseThrow(() -> FindProduct.notFound(product.toString()));
    Stored<Firmware> read =
        store
            .find(Tables.FIRMWARE, Tables.key(product, version))
            .orElseThrow(() -> FindFirmware.notFound(version));
    if (read.value().released()) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "version " + version + " was released: it cannot be deleted any more",
          "take it back with 'firmament withdraw'");
    }
    refuseLocked(product, version);
    Change.Builder change =
        Change.change()
            .remove(Tables.FIRMWARE, read)
            .replace(Tables.PRODUCTS, written, written.value());
    SweepBlobs.leave(change, read.value());
    store.commit(change.build());
    return read.value();
  }

  private void refuseLocked(ProductId product, FirmwareVersion version) throws RefusedException {
    int[] locked = new int[1];
    fleet.eachDevice(
        product,
        device -> {
          if (device.assignment().lock().map(Lock::version).filter(version::equals).isPresent()) {
            locked[0]++;
          }
        });
    if (locked[0] > 0) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          locked[0] + " devices are locked to version " + version,
          "unlock them first with 'firmament device unlock'");
    }
  }
}
