package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the operators of a random fleet decided, kept as simply as can be, and what follows from it:
 * written from the page of the design, without a look at the server's own rules.
 */
final class RandomRules {
  private final Set<DeviceId> development = new HashSet<>();
  private final Map<DeviceId, Integer> locks = new HashMap<>();
  private final Map<DeviceId, Set<String>> groups = new HashMap<>();

  /** Versions released, the latest last; the product's default under the empty name. */
  private final Map<String, List<Integer>> released = new HashMap<>();

  private final Set<Integer> withdrawn = new HashSet<>();

  void add(DeviceId device) {
    groups.put(device, Set.of());
  }

  void development(DeviceId device, boolean so) {
    if (so) {
      development.add(device);
    } else {
      development.remove(device);
    }
  }

  void lock(DeviceId device, Optional<Integer> version) {
    version.ifPresentOrElse(v -> locks.put(device, v), () -> locks.remove(device));
  }

  void group(DeviceId device, Set<String> names) {
    groups.put(device, names);
  }

  boolean isIn(DeviceId device, String group) {
    return groups.get(device).contains(group);
  }

  void release(String scope, int version) {
    released.computeIfAbsent(scope, s -> new ArrayList<>()).add(version);
  }

  void withdraw(int version) {
    withdrawn.add(version);
  }

  boolean isWithdrawn(int version) {
    return withdrawn.contains(version);
  }

  /** The target of a device that runs a version. */
  Optional<Integer> target(DeviceId device, int running) {
    if (development.contains(device)) {
      return Optional.empty();
    }
    if (locks.containsKey(device)) {
      return Optional.of(locks.get(device));
    }
    TreeSet<Integer> ofGroups = new TreeSet<>();
    groups.get(device).forEach(name -> standing(name, running).ifPresent(ofGroups::add));
    return ofGroups.isEmpty() ? standing("", running) : Optional.of(ofGroups.last());
  }

  private Optional<Integer> standing(String scope, int running) {
    Optional<Integer> last = Optional.empty();
    for (int version : released.getOrDefault(scope, List.of())) {
      last = withdrawn.contains(version) && version != running ? last : Optional.of(version);
    }
    return last;
  }
}
