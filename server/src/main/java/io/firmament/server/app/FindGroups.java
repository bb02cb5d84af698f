package io.firmament.server.app;

import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Group;
import io.firmament.server.device.GroupId;
import io.firmament.server.release.Release;
import io.firmament.server.release.Scope;
import io.firmament.server.targeting.Catalogue;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds groups. */
public final class FindGroups {
  private final Fleet fleet;
  private final Groups groups;

  FindGroups(Fleet fleet, Groups groups) {
    this.fleet = fleet;
    this.groups = groups;
  }

  /**
   * A product's groups by name.
   *
   * @param part only those whose name contains this; empty for all
   */
  public List<GroupView> of(ProductId product, String part) {
    Catalogue catalogue = fleet.catalogue(product);
    Map<GroupId, Integer> devices = devices(product);
    return catalogue.groups().values().stream()
        .filter(g -> g.stands() && g.name().contains(part))
        .sorted(Comparator.comparing(Group::name))
        .map(g -> view(catalogue, g, devices.getOrDefault(g.id(), 0)))
        .toList();
  }

  /**
   * One group.
   *
   * @throws RefusedException NOT_FOUND
   */
  public GroupView named(ProductId product, String name) throws RefusedException {
    Group group = groups.found(product, name).value();
    int devices = devices(product).getOrDefault(group.id(), 0);
    return view(fleet.catalogue(product), group, devices);
  }

  /** The names of the groups that a device is in, in alphabetical order. */
  public List<String> names(DeviceRecord device) {
    return names(fleet.catalogue(device.product()), device);
  }

  static List<String> names(Catalogue catalogue, DeviceRecord device) {
    return device.assignment().groups().stream()
        .flatMap(id -> catalogue.group(id).stream())
        .filter(Group::stands)
        .map(Group::name)
        .sorted()
        .toList();
  }

  private static GroupView view(Catalogue catalogue, Group group, int devices) {
    return new GroupView(
        group, catalogue.standing(Scope.of(group.id())).map(Release::version), devices);
  }

  private Map<GroupId, Integer> devices(ProductId product) {
    Map<GroupId, Integer> counts = new HashMap<>();
    fleet.eachDevice(
        product, d -> d.assignment().groups().forEach(g -> counts.merge(g, 1, Integer::sum)));
    return counts;
  }
}
