package io.firmament.server.targeting;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Group;
import io.firmament.server.device.GroupId;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Flash;
import io.firmament.server.release.Release;
import io.firmament.server.release.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All of a product that the decision looks at, apart from the device: its firmware, its groups, and
 * what is released to whom.
 *
 * @param product the product
 * @param firmware its firmware by version
 * @param lines what was released to each scope, the newest first, each with what it took the place
 *     of behind it
 * @param groups its groups, those among them that were deleted
 * @param flashes what is on its way to one device alone, by device
 */
public record Catalogue(
    ProductId product,
    Map<FirmwareVersion, Firmware> firmware,
    Map<Scope, List<Release>> lines,
    Map<GroupId, Group> groups,
    Map<DeviceId, Flash> flashes) {
  /** Keeps copies. */
  public Catalogue {
    firmware = Map.copyOf(firmware);
    lines = Map.copyOf(lines);
    groups = Map.copyOf(groups);
    flashes = Map.copyOf(flashes);
  }

  /** A product in which nothing is flashed. */
  public Catalogue(
      ProductId product,
      Map<FirmwareVersion, Firmware> firmware,
      Map<Scope, List<Release>> lines,
      Map<GroupId, Group> groups) {
    this(product, firmware, lines, groups, Map.of());
  }

  /** A product without firmware, groups and releases. */
  public static Catalogue empty(ProductId product) {
    return new Catalogue(product, Map.of(), Map.of(), Map.of());
  }

  /** The firmware of that version, if it is there. */
  public Optional<Firmware> firmware(FirmwareVersion version) {
    return Optional.ofNullable(firmware.get(version));
  }

  /** What was released to a scope, the newest first. */
  public List<Release> line(Scope scope) {
    return lines.getOrDefault(scope, List.of());
  }

  /** What stands released to a scope: the newest release whose version was not withdrawn. */
  public Optional<Release> standing(Scope scope) {
    return line(scope).stream()
        .filter(r -> firmware(r.version()).filter(f -> !f.withdrawn()).isPresent())
        .findFirst();
  }

  /** A group, even if it was deleted. */
  public Optional<Group> group(GroupId id) {
    return Optional.ofNullable(groups.get(id));
  }

  /** Whether a group is there and was not deleted. */
  public boolean stands(GroupId id) {
    return group(id).filter(Group::stands).isPresent();
  }

  /** A group of this name that is still there. */
  public Optional<Group> group(String name) {
    return groups.values().stream().filter(g -> g.stands() && g.name().equals(name)).findFirst();
  }

  /** The product after one more release: what a dry run looks at. */
  public Catalogue released(Release release) {
    List<Release> line = new ArrayList<>(line(release.scope()));
    line.add(0, release);
    Map<Scope, List<Release>> all = new HashMap<>(lines);
    all.put(release.scope(), List.copyOf(line));
    return new Catalogue(product, firmware, all, groups, flashes);
  }

  /** What is on its way to this device alone, if something is. */
  public Optional<Flash> flash(DeviceId device) {
    return Optional.ofNullable(flashes.get(device));
  }

  /** The product while this is flashed. */
  public Catalogue flashed(Flash flash) {
    Map<DeviceId, Flash> all = new HashMap<>(flashes);
    all.put(flash.device(), flash);
    return new Catalogue(product, firmware, lines, groups, all);
  }
}
