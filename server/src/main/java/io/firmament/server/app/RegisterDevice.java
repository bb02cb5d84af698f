package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.Approval;
import io.firmament.server.device.Credential;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.trigger.Trigger;
import java.time.InstantSource;
import java.util.Optional;

/** Adds a device to a product, or approves one that waits in quarantine. */
public final class RegisterDevice {
  private final StateStore store;
  private final Fleet fleet;
  private final Credentials credentials;
  private final Quarantine quarantine;
  private final Admissions admissions;
  private final PushOffers pushOffers;
  private final DeviceLink link;
  private final InstantSource clock;

  RegisterDevice(
      StateStore store,
      Fleet fleet,
      Credentials credentials,
      Quarantine quarantine,
      Admissions admissions,
      PushOffers pushOffers,
      DeviceLink link,
      InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.credentials = credentials;
    this.quarantine = quarantine;
    this.admissions = admissions;
    this.pushOffers = pushOffers;
    this.link = link;
    this.clock = clock;
  }

  /**
   * Registers a device; one that is registered with this product already is approved, and gets the
   * new credential and name where there are some. A new credential ends the session made with the
   * old one.
   *
   * @throws RefusedException INVALID when the credential or the name is not as described, CONFLICT
   *     when it belongs to another product, the name is taken or the key is another device's,
   *     NOT_FOUND when there is no such product
   */
  public DeviceRecord register(NewDevice wish, Caller caller) throws RefusedException {
    if (fleet.product(wish.product()).isEmpty()) {
      throw FindProduct.notFound(wish.product().toString());
    }
    Optional<Credential> credential = Optional.empty();
    if (wish.credential().isPresent()) {
      credential = Optional.of(Credentials.checked(wish.id(), wish.credential().get()));
    }
    Optional<Credential> now = credential;
    Optional<Credential> before = credentials.of(wish.id());
    boolean known = fleet.device(wish.id()).isPresent();
    DeviceRecord registered = Conflicts.again(() -> once(wish, now));
    admissions.forget(wish.id());
    if (known && now.isPresent() && !now.equals(before)) {
      link.disconnect(wish.id());
    }
    pushOffers.push(wish.id(), Trigger.CHANGE);
    return registered;
  }

  private DeviceRecord once(NewDevice wish, Optional<Credential> credential)
      throws RefusedException, ConflictException {
    Optional<Stored<DeviceRecord>> read = fleet.device(wish.id());
    DeviceRecord before = read.isPresent() ? read.get().value() : added(wish);
    if (!before.product().equals(wish.product())) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "device " + wish.id() + " belongs to product " + before.product(),
          "remove it there first");
    }
    Change.Builder change = Change.change();
    DeviceRecord approved = before.withApproval(Approval.APPROVED);
    DeviceRecord after =
        wish.name().isPresent()
            ? RenameDevice.renamed(store, change, approved, wish.name().get())
            : approved;
    if (credential.isPresent()) {
      credentials.put(change, wish.id(), credential.get());
    }
    quarantine.leave(change, wish.product(), wish.id());
    if (read.isPresent()) {
      change.replace(Tables.DEVICES, read.get(), after);
    } else {
      create(change, after);
    }
    store.commit(change.build());
    return after;
  }

  private DeviceRecord added(NewDevice wish) {
    return DeviceRecord.added(
        wish.id(), wish.product(), wish.id().hex(), Approval.APPROVED, clock.instant());
  }

  static void create(Change.Builder change, DeviceRecord device) {
    DeviceId id = device.id();
    change
        .create(Tables.DEVICES, Tables.key(id), device)
        .create(Tables.PRODUCT_DEVICES, Tables.key(device.product(), id), new Tables.Ref(id.hex()));
  }
}
