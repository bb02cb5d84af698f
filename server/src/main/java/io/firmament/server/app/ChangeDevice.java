package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.InvalidValueException;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Approval;
import io.firmament.server.device.Assignment;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.GroupId;
import io.firmament.server.device.Lock;
import io.firmament.server.trigger.Trigger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Changes several things about a device, or one thing about several devices: all of it or, where
 * something is wrong, nothing.
 */
public final class ChangeDevice {
  /** Devices that are changed together. */
  public static final int MOST_DEVICES = 1_000;

  private final StateStore store;
  private final Fleet fleet;
  private final Groups groups;
  private final NamedVersions versions;
  private final Quarantine quarantine;
  private final Admissions admissions;
  private final PushOffers pushOffers;
  private final DeviceLink link;
  private final InstantSource clock;

  ChangeDevice(
      Ports ports,
      Fleet fleet,
      Groups groups,
      NamedVersions versions,
      Quarantine quarantine,
      Admissions admissions,
      PushOffers pushOffers) {
    this.store = ports.state();
    this.fleet = fleet;
    this.groups = groups;
    this.versions = versions;
    this.quarantine = quarantine;
    this.admissions = admissions;
    this.pushOffers = pushOffers;
    this.link = ports.link();
    this.clock = ports.clock();
  }

  /**
   * Changes a device; whatever follows from it is done behind it.
   *
   * @throws RefusedException NOT_FOUND when there is no such device or version, INVALID when a
   *     value is none, CONFLICT when the name is taken, CHANGED when it is not any more what the
   *     operator has seen
   */
  public DeviceRecord change(DeviceId device, DeviceChange wish, Caller caller)
      throws RefusedException {
    return change(Set.of(device), wish, caller).get(0);
  }

  /**
   * Changes devices in the same way.
   *
   * @throws RefusedException as for one device, and INVALID when there are too many
   */
  public List<DeviceRecord> change(Set<DeviceId> devices, DeviceChange wish, Caller caller)
      throws RefusedException {
    if (devices.isEmpty() || devices.size() > MOST_DEVICES) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          devices.size() + " devices at once, 1 to " + MOST_DEVICES + " are taken",
          "send them in several requests");
    }
    List<DeviceRecord> changed =
        versions.naming(() -> Conflicts.again(() -> once(devices, wish, caller)));
    changed.forEach(this::follow);
    return changed;
  }

  private void follow(DeviceRecord device) {
    admissions.forget(device.id());
    if (device.approval() == Approval.DENIED) {
      link.disconnect(device.id());
    }
    pushOffers.push(device.id(), Trigger.CHANGE);
  }

  private List<DeviceRecord> once(Set<DeviceId> devices, DeviceChange wish, Caller caller)
      throws RefusedException, ConflictException {
    Change.Builder change = Change.change();
    Instant now = clock.instant();
    Map<ProductId, List<GroupId>> grouped = new LinkedHashMap<>();
    List<DeviceRecord> changed = new ArrayList<>();
    for (DeviceId id : devices) {
      Stored<DeviceRecord> read = EditDevice.found(fleet.device(id), id);
      DeviceRecord before = read.value();
      requireUnchanged(before, wish);
      if (wish.groups().isPresent() && !grouped.containsKey(before.product())) {
        grouped.put(before.product(), named(change, before.product(), wish.groups().get(), now));
      }
      DeviceRecord after = after(change, before, wish, caller, now);
      List<GroupId> ids = grouped.getOrDefault(before.product(), after.assignment().groups());
      after = after.withAssignment(after.assignment().inGroups(ids, now));
      if (!after.equals(before)) {
        change.replace(Tables.DEVICES, read, after);
      }
      changed.add(after);
    }
    Change made = change.build();
    if (!made.writes().isEmpty()) {
      store.commit(made);
    }
    return changed;
  }

  private static void requireUnchanged(DeviceRecord device, DeviceChange wish)
      throws RefusedException {
    if (!wish.unchanged().test(device)) {
      throw new RefusedException(
          RefusedException.Kind.CHANGED,
          "device " + device.id() + " is not any more what you have seen",
          "read it again, and decide anew");
    }
  }

  private List<GroupId> named(
      Change.Builder change, ProductId product, List<String> names, Instant now)
      throws RefusedException {
    List<GroupId> ids = groups.named(change, product, names, now);
    if (ids.size() > Assignment.MAX_GROUPS) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          "a device is in at most " + Assignment.MAX_GROUPS + " groups, not " + ids.size(),
          "name fewer groups");
    }
    return ids;
  }

  private DeviceRecord after(
      Change.Builder change, DeviceRecord before, DeviceChange wish, Caller caller, Instant now)
      throws RefusedException {
    DeviceRecord after = before;
    if (wish.name().isPresent()) {
      after = RenameDevice.renamed(store, change, after, wish.name().get());
    }
    if (wish.notes().isPresent()) {
      after = noted(after, wish.notes().get());
    }
    if (wish.approved().isPresent()) {
      after = after.withApproval(wish.approved().get() ? Approval.APPROVED : Approval.DENIED);
      quarantine.leave(change, after.product(), after.id());
    }
    if (wish.development().filter(yes -> yes != before.assignment().development()).isPresent()) {
      after = after.withAssignment(after.assignment().inDevelopment(wish.development().get(), now));
    }
    return wish.lock().isPresent() ? locked(after, wish.lock().get(), caller, now) : after;
  }

  private static DeviceRecord noted(DeviceRecord device, String notes) throws RefusedException {
    try {
      return device.withNotes(notes);
    } catch (InvalidValueException e) {
      throw new RefusedException(RefusedException.Kind.INVALID, e.getMessage(), "shorten them");
    }
  }

  private DeviceRecord locked(
      DeviceRecord device, DeviceChange.LockWish wish, Caller caller, Instant now)
      throws RefusedException {
    Assignment assignment = device.assignment();
    if (wish.version().isEmpty()) {
      return assignment.lock().isEmpty() ? device : device.withAssignment(assignment.unlocked(now));
    }
    FirmwareVersion version = wish.version().get();
    if (fleet.firmware(device.product(), version).isEmpty()) {
      throw FindFirmware.notFound(version);
    }
    Lock lock = new Lock(version, wish.flashNow(), now, caller.name());
    return device.withAssignment(assignment.locked(lock));
  }
}
