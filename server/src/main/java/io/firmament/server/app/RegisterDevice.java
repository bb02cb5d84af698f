package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.Approval;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.trigger.Trigger;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/** Adds a device to a product, or approves one that waits in quarantine. */
public final class RegisterDevice {
  private static final int MIN_PSK_DIGITS = 32;
  private static final int MAX_PSK_DIGITS = 128;
  private final StateStore store;
  private final Fleet fleet;
  private final Admissions admissions;
  private final PushOffers pushOffers;
  private final DeviceLink link;
  private final InstantSource clock;

  RegisterDevice(
      StateStore store,
      Fleet fleet,
      Admissions admissions,
      PushOffers pushOffers,
      DeviceLink link,
      InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.admissions = admissions;
    this.pushOffers = pushOffers;
    this.link = link;
    this.clock = clock;
  }

  /**
   * Registers a device; one that is registered with this product already is approved, and gets the
   * new key and name where there are some. A new key ends the session made with the old one.
   *
   * @throws RefusedException INVALID when the key or the name is not as described, CONFLICT when it
   *     belongs to another product or the name is taken, NOT_FOUND when there is no such product
   */
  public DeviceRecord register(NewDevice wish, Caller caller) throws RefusedException {
    if (fleet.product(wish.product()).isEmpty()) {
      throw FindProduct.notFound(wish.product().toString());
    }
    Optional<Tables.Psk> psk = psk(wish);
    boolean newKey =
        psk.isPresent() && keyOf(wish.id()).filter(k -> !psk.get().equals(k)).isPresent();
    DeviceRecord registered = Conflicts.again(() -> once(wish, psk));
    admissions.forget(wish.id());
    if (newKey) {
      link.disconnect(wish.id());
    }
    pushOffers.push(wish.id(), Trigger.CHANGE);
    return registered;
  }

  private DeviceRecord once(NewDevice wish, Optional<Tables.Psk> psk)
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
    psk.ifPresent(key -> change.put(Tables.PSKS, Tables.key(wish.id()), key));
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

  private static void create(Change.Builder change, DeviceRecord device) {
    DeviceId id = device.id();
    change
        .create(Tables.DEVICES, Tables.key(id), device)
        .create(Tables.PRODUCT_DEVICES, Tables.key(device.product(), id), new Tables.Ref(id.hex()));
  }

  private Optional<Tables.Psk> keyOf(DeviceId device) {
    return store.find(Tables.PSKS, Tables.key(device)).map(Stored::value);
  }

  private static Optional<Tables.Psk> psk(NewDevice wish) throws RefusedException {
    if (wish.pskHex().isEmpty()) {
      return Optional.empty();
    }
    String hex = wish.pskHex().get().toLowerCase(Locale.ROOT);
    boolean sized = hex.length() >= MIN_PSK_DIGITS && hex.length() <= MAX_PSK_DIGITS;
    if (!sized || hex.length() % 2 != 0 || !hex.matches("[0-9a-f]+")) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          "a pre-shared key must be 16 to 64 octets in hexadecimal digits, but had "
              + hex.length()
              + " characters",
          "make one with 'firmament certs device DIR " + wish.id() + " --kind psk'");
    }
    return Optional.of(new Tables.Psk(hex));
  }
}
