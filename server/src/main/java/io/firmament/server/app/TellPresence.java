package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.DeviceRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Tells the event stream who comes and who goes, in turns: no device is told to be online twice
 * without having been offline, whatever happened to the server in between. What was told is
 * remembered with the event that told it.
 */
final class TellPresence {
  private static final int PAGE = 500;

  private final StateStore store;
  private final Fleet fleet;
  private final InstantSource clock;

  /** What was told, or is on its way to the disk. */
  private final Map<DeviceId, Boolean> told = new ConcurrentHashMap<>();

  TellPresence(StateStore store, Fleet fleet, InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.clock = clock;
  }

  /** Whether the last that was told of a device is that it is online. */
  boolean isOnline(DeviceId device) {
    Boolean known = told.get(device);
    if (known == null) {
      told.putIfAbsent(device, stored(device));
    }
    return told.get(device);
  }

  private boolean stored(DeviceId device) {
    return store
        .find(Tables.PRESENCE, Tables.key(device))
        .filter(stored -> stored.value().online())
        .isPresent();
  }

  /**
   * Tells that a device has come or gone, if that is news. Behind the caller's back: if it cannot
   * be kept, the next change fails where somebody waits for it.
   */
  void tell(DeviceId device, boolean online) {
    fleet.device(device).ifPresent(known -> tell(known.value(), online));
  }

  /** The change is put into the queue of the store in the device's turn, so that turns are kept. */
  private void tell(DeviceRecord device, boolean online) {
    if (isOnline(device.id()) == online) {
      return;
    }
    told.compute(
        device.id(),
        (id, was) -> {
          if (was == null || was != online) {
            Change.Builder change = Change.change();
            add(change, device, online, clock.instant());
            store.submit(change.build());
          }
          return online;
        });
  }

  /** Adds to a change that the device has come or gone; {@link #told} is to be called for it. */
  void add(Change.Builder change, DeviceRecord device, boolean online, Instant now) {
    String data = online ? EventNames.ONLINE : EventNames.OFFLINE;
    change
        .event(EventNames.of(device, EventNames.STATUS, data, now))
        .put(Tables.PRESENCE, Tables.key(device.id()), new Told(online, now));
  }

  /** What {@link #add} added has become durable. */
  void told(DeviceId device, boolean online) {
    told.put(device, online);
  }

  /**
   * After a start: tells of those that were told to be online and are not here any more. A killed
   * server has lost their associations.
   *
   * @param here who is here
   */
  void settle(Predicate<DeviceId> here) {
    String after = "";
    List<Stored<Told>> page;
    do {
      page = store.list(Tables.PRESENCE, "", after, PAGE);
      for (Stored<Told> one : page) {
        after = one.key();
        DeviceId device = new DeviceId(one.key());
        if (one.value().online() && !here.test(device)) {
          tell(device, false);
        }
      }
    } while (page.size() == PAGE);
  }
}
