package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Group;
import io.firmament.server.device.GroupId;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Flash;
import io.firmament.server.release.Release;
import io.firmament.server.release.Scope;
import io.firmament.server.targeting.Catalogue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What each product has, ready for the decision; made anew when something of it has changed. */
final class Catalogues {
  private record Made(long edition, Catalogue catalogue) {}

  private final MirroredStore store;
  private final Map<ProductId, Made> made = new ConcurrentHashMap<>();

  Catalogues(MirroredStore store) {
    this.store = store;
  }

  Catalogue of(ProductId product) {
    long edition = store.edition();
    Made there = made.get(product);
    if (there != null && there.edition() == edition) {
      return there.catalogue();
    }
    Catalogue catalogue = read(product);
    if (store.edition() == edition) {
      made.put(product, new Made(edition, catalogue));
    }
    return catalogue;
  }

  private Catalogue read(ProductId product) {
    String prefix = Tables.key(product) + "/";
    Map<FirmwareVersion, Firmware> firmware = new HashMap<>();
    all(Tables.FIRMWARE, prefix).forEach(f -> firmware.put(f.version(), f));
    Map<GroupId, Group> groups = new HashMap<>();
    all(Tables.GROUPS, prefix).forEach(g -> groups.put(g.id(), g));
    Map<DeviceId, Flash> flashes = new HashMap<>();
    all(Tables.FLASHES, prefix).forEach(f -> flashes.put(f.device(), f));
    Map<Scope, List<Release>> lines = new HashMap<>();
    for (Tables.Ref standing : all(Tables.STANDING, prefix)) {
      List<Release> line = line(product, standing.key());
      line.stream().findFirst().ifPresent(newest -> lines.put(newest.scope(), line));
    }
    return new Catalogue(product, firmware, lines, groups, flashes);
  }

  /** A release, and what it took the place of, one after the other. */
  private List<Release> line(ProductId product, String newest) {
    List<Release> line = new ArrayList<>();
    Optional<Release> next = store.find(Tables.RELEASES, newest).map(Stored::value);
    while (next.isPresent()) {
      line.add(next.get());
      next =
          next.get()
              .before()
              .flatMap(n -> store.find(Tables.RELEASES, Tables.numbered(product, n)))
              .map(Stored::value);
    }
    return List.copyOf(line);
  }

  private <T> List<T> all(Table<T> table, String prefix) {
    return store.list(table, prefix, "", Integer.MAX_VALUE).stream().map(Stored::value).toList();
  }
}
