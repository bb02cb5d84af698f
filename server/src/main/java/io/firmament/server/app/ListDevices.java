package io.firmament.server.app;

import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Group;
import io.firmament.server.device.GroupId;
import io.firmament.server.session.Session;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Lists devices page by page. One walk over the fleet in memory; only what is shown is decided. */
public final class ListDevices {
  private final Fleet fleet;
  private final Sessions sessions;
  private final FindDevice findDevice;
  private final InstantSource clock;

  ListDevices(Fleet fleet, Sessions sessions, FindDevice findDevice, InstantSource clock) {
    this.fleet = fleet;
    this.sessions = sessions;
    this.findDevice = findDevice;
    this.clock = clock;
  }

  /** A page of the devices that are wanted. */
  public DeviceQuery.Found list(DeviceQuery query) {
    Predicate<DeviceRecord> wanted = wanted(query);
    List<DeviceRecord> page = new ArrayList<>();
    long total =
        query.sort() == DeviceQuery.Sort.ID && !query.descending()
            ? inOrder(query, wanted, page)
            : sorted(query, wanted, page);
    return new DeviceQuery.Found(total, page.stream().map(findDevice::explain).toList());
  }

  private long inOrder(DeviceQuery query, Predicate<DeviceRecord> wanted, List<DeviceRecord> page) {
    long[] seen = new long[1];
    fleet.eachDevice(
        device -> {
          if (wanted.test(device)) {
            if (seen[0] >= query.skip() && page.size() < query.limit()) {
              page.add(device);
            }
            seen[0]++;
          }
        });
    return seen[0];
  }

  private long sorted(DeviceQuery query, Predicate<DeviceRecord> wanted, List<DeviceRecord> page) {
    List<Keyed> all = new ArrayList<>();
    fleet.eachDevice(
        device -> {
          if (wanted.test(device)) {
            all.add(new Keyed(key(query.sort(), device), device));
          }
        });
    Comparator<Keyed> order =
        Comparator.comparing(Keyed::key).thenComparing(k -> k.device().id().hex());
    all.sort(query.descending() ? Collections.reverseOrder(order) : order);
    all.stream().skip(query.skip()).limit(query.limit()).forEach(keyed -> page.add(keyed.device()));
    return all.size();
  }

  /** A device and what it is sorted by. */
  private record Keyed(String key, DeviceRecord device) {}

  private String key(DeviceQuery.Sort sort, DeviceRecord device) {
    return switch (sort) {
      case ID -> "";
      case NAME -> device.name().toLowerCase(Locale.ROOT);
      case FIRMWARE_VERSION ->
          device
              .facts()
              .flatMap(facts -> facts.running(ModuleName.APPLICATION))
              .map(module -> String.format(Locale.ROOT, "%05d", module.version().number()))
              .orElse("");
      case LAST_HEARD ->
          sessions
              .find(device.id())
              .map(Session::lastHeard)
              .or(() -> device.contact().lastSeen())
              .map(Instant::toEpochMilli)
              .map(millis -> String.format(Locale.ROOT, "%020d", millis))
              .orElse("");
    };
  }

  private Predicate<DeviceRecord> wanted(DeviceQuery query) {
    Predicate<DeviceRecord> wanted =
        device ->
            query.rights().sees(device.product())
                && (query.product().isEmpty() || device.product().equals(query.product().get()));
    if (!query.idPart().isEmpty()) {
      wanted = wanted.and(device -> device.id().hex().contains(query.idPart()));
    }
    if (!query.namePart().isEmpty()) {
      String part = query.namePart().toLowerCase(Locale.ROOT);
      wanted = wanted.and(device -> device.name().toLowerCase(Locale.ROOT).contains(part));
    }
    return query.groups().isEmpty() ? wanted : wanted.and(grouped(query.groups()));
  }

  private Predicate<DeviceRecord> grouped(List<String> names) {
    Map<ProductId, Set<GroupId>> known = new HashMap<>();
    return device ->
        device.assignment().groups().stream()
            .anyMatch(known.computeIfAbsent(device.product(), p -> ids(p, names))::contains);
  }

  private Set<GroupId> ids(ProductId product, List<String> names) {
    return names.stream()
        .flatMap(name -> fleet.catalogue(product).group(name).stream())
        .filter(Group::stands)
        .map(Group::id)
        .collect(Collectors.toSet());
  }

  /** How many devices of a product are online now. */
  public long online(ProductId product) {
    return sessions.online(clock.instant()).stream()
        .flatMap(id -> fleet.device(id).stream())
        .filter(device -> device.value().product().equals(product))
        .count();
  }
}
