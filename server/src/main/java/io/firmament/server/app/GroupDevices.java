package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Assignment;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.GroupId;
import io.firmament.server.trigger.Trigger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Puts devices into groups and takes them out (features PRD7, PRD8). */
public final class GroupDevices {
  /** Devices that are regrouped together. */
  public static final int MOST_DEVICES = 1_000;

  private final StateStore store;
  private final Fleet fleet;
  private final Groups groups;
  private final PushOffers pushOffers;
  private final InstantSource clock;

  GroupDevices(
      StateStore store, Fleet fleet, Groups groups, PushOffers pushOffers, InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.groups = groups;
    this.pushOffers = pushOffers;
    this.clock = clock;
  }

  /**
   * What is to be done with the groups of some devices.
   *
   * @param product their product
   * @param devices the devices, at most {@link #MOST_DEVICES}
   * @param add groups that they are put into; one that is not there is made
   * @param remove groups that they are taken out of
   */
  public record Regrouping(
      ProductId product, Set<DeviceId> devices, Set<String> add, Set<String> remove) {
    /** Keeps copies. */
    public Regrouping {
      devices = Set.copyOf(devices);
      add = Set.copyOf(add);
      remove = Set.copyOf(remove);
    }
  }

  /**
   * Puts a device into exactly these groups; one that is not there is made.
   *
   * @throws RefusedException NOT_FOUND when there is no such device, INVALID when a name is none or
   *     there are more than {@link Assignment#MAX_GROUPS}
   */
  public DeviceRecord set(DeviceId device, Collection<String> names, Caller caller)
      throws RefusedException {
    DeviceRecord regrouped = Conflicts.again(() -> setOnce(device, names));
    pushOffers.push(device, Trigger.CHANGE);
    return regrouped;
  }

  private DeviceRecord setOnce(DeviceId id, Collection<String> names)
      throws RefusedException, ConflictException {
    Stored<DeviceRecord> read = EditDevice.found(fleet.device(id), id);
    Instant now = clock.instant();
    Change.Builder change = Change.change();
    List<GroupId> ids = groups.named(change, read.value().product(), names, now);
    DeviceRecord after = regrouped(read.value(), ids, now);
    if (!after.equals(read.value())) {
      store.commit(change.replace(Tables.DEVICES, read, after).build());
    }
    return after;
  }

  /**
   * Changes the groups of devices: of all of them or, where something is wrong, of none.
   *
   * @throws RefusedException NOT_FOUND when one of the devices is not there, INVALID when a name is
   *     none, or there are too many devices or groups
   */
  public void regroup(Regrouping wish, Caller caller) throws RefusedException {
    if (wish.devices().size() > MOST_DEVICES) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          wish.devices().size() + " devices at once, at most " + MOST_DEVICES + " are taken",
          "send them in several requests");
    }
    Conflicts.again(() -> regroupOnce(wish));
    wish.devices().forEach(d -> pushOffers.push(d, Trigger.CHANGE));
  }

  private Regrouping regroupOnce(Regrouping wish) throws RefusedException, ConflictException {
    Instant now = clock.instant();
    Change.Builder change = Change.change();
    List<GroupId> added = groups.named(change, wish.product(), wish.add(), now);
    List<GroupId> removed = new ArrayList<>();
    wish.remove()
        .forEach(
            name -> groups.find(wish.product(), name).ifPresent(g -> removed.add(g.value().id())));
    for (DeviceId id : wish.devices()) {
      Stored<DeviceRecord> read = ofProduct(id, wish.product());
      DeviceRecord after = regrouped(read.value(), changed(read.value(), added, removed), now);
      if (!after.equals(read.value())) {
        change.replace(Tables.DEVICES, read, after);
      }
    }
    store.commit(change.build());
    return wish;
  }

  private Stored<DeviceRecord> ofProduct(DeviceId id, ProductId product) throws RefusedException {
    return fleet
        .device(id)
        .filter(d -> d.value().product().equals(product))
        .orElseThrow(() -> EditDevice.notFound(id.hex()));
  }

  private List<GroupId> changed(DeviceRecord device, List<GroupId> added, List<GroupId> removed) {
    Set<GroupId> all = new HashSet<>(device.assignment().groups());
    all.removeIf(id -> !fleet.catalogue(device.product()).stands(id));
    all.addAll(added);
    all.removeAll(removed);
    return all.stream().sorted(Comparator.comparingLong(GroupId::number)).toList();
  }

  private static DeviceRecord regrouped(DeviceRecord device, List<GroupId> ids, Instant now)
      throws RefusedException {
    if (ids.size() > Assignment.MAX_GROUPS) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          "a device is in at most " + Assignment.MAX_GROUPS + " groups, not " + ids.size(),
          "name fewer groups");
    }
    return device.withAssignment(device.assignment().inGroups(ids, now));
  }
}
