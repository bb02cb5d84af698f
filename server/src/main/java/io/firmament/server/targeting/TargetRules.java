package io.firmament.server.targeting;

import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Lock;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Release;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rules that choose a target: a table, the first that applies wins (TGT1 to TGT11). */
final class TargetRules {
  /** In the order of precedence; releases to groups get their row between lock and default. */
  static final List<Rule> TABLE =
      List.of(
          new Rule("development", TargetRules::development),
          new Rule("lock", TargetRules::lock),
          new Rule("default", TargetRules::defaultRelease));

  private TargetRules() {}

  /**
   * A row.
   *
   * @param name the rule's name
   * @param judge what it says of a device
   */
  record Rule(String name, Judge judge) {}

  /** Judges a device. */
  interface Judge {
    Pick pick(DeviceRecord device, FleetView fleet);
  }

  /**
   * What a rule says.
   *
   * @param applies whether it decides
   * @param target what it chose, where it decides for something
   * @param why in words
   */
  record Pick(boolean applies, Optional<Target> target, String why) {
    static Pick pass(String why) {
      return new Pick(false, Optional.empty(), why);
    }

    static Pick nothing(String why) {
      return new Pick(true, Optional.empty(), why);
    }

    static Pick of(Target target, String why) {
      return new Pick(true, Optional.of(target), why);
    }
  }

  private static Pick development(DeviceRecord device, FleetView fleet) {
    if (!device.assignment().development()) {
      return Pick.pass("not a development device");
    }
    String lock =
        device
            .assignment()
            .lock()
            .map(l -> "; its lock to " + l.version() + " is inactive")
            .orElse("");
    return Pick.nothing("a development device gets nothing by itself" + lock);
  }

  private static Pick lock(DeviceRecord device, FleetView fleet) {
    Optional<Lock> found = device.assignment().lock();
    if (found.isEmpty()) {
      return Pick.pass("not locked");
    }
    Lock lock = found.get();
    return fleet
        .firmware(device.product(), lock.version())
        .map(f -> Pick.of(locked(lock, f), "locked to version " + lock.version()))
        .orElseGet(
            () -> Pick.nothing("locked to version " + lock.version() + ", which is not there"));
  }

  private static Target locked(Lock lock, Firmware firmware) {
    return new Target(
        firmware,
        "lock",
        lock.flashNow(),
        lock.since(),
        lock.by(),
        Optional.empty(),
        lock.downgrade());
  }

  private static Pick defaultRelease(DeviceRecord device, FleetView fleet) {
    Optional<Release> found = fleet.defaultRelease(device.product());
    if (found.isEmpty()) {
      return Pick.pass("nothing is released to the product");
    }
    Release release = found.get();
    return fleet
        .firmware(device.product(), release.version())
        .map(f -> released(device, release, f))
        .orElseGet(() -> Pick.pass("version " + release.version() + " is not there"));
  }

  private static Pick released(DeviceRecord device, Release release, Firmware firmware) {
    boolean runs = device.facts().filter(f -> Gates.runs(f, firmware)).isPresent();
    if (firmware.withdrawn() && !runs) {
      return Pick.pass("version " + release.version() + " was withdrawn");
    }
    Instant from = device.assignment().releasedSince().orElse(Instant.MIN);
    boolean unlockedAfter = from.isAfter(release.releasedAt());
    Target target =
        new Target(
            firmware,
            "default",
            release.intelligent() && !unlockedAfter,
            unlockedAfter ? from : release.releasedAt(),
            release.releasedBy(),
            release.halted(),
            release.downgrade());
    return Pick.of(target, "version " + release.version() + " is released to the product");
  }
}
