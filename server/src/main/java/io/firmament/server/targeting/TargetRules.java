package io.firmament.server.targeting;

import io.firmament.server.device.Assignment;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Group;
import io.firmament.server.device.GroupId;
import io.firmament.server.device.Lock;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Flash;
import io.firmament.server.release.Release;
import io.firmament.server.release.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The rules that choose a target: a table, the first that applies wins (TGT1 to TGT11, TGT3 before
 * them).
 */
final class TargetRules {
  private static final String FLASH = "flash";

  /** In the order of precedence. */
  static final List<Rule> TABLE =
      List.of(
          new Rule(FLASH, TargetRules::flash),
          new Rule("development", TargetRules::development),
          new Rule("lock", TargetRules::lock),
          new Rule("group", TargetRules::groups),
          new Rule("default", TargetRules::defaultRelease));

  private static final Pick NOT_FLASHED = Pick.pass(() -> "nobody flashes it by hand");
  private static final Pick NOT_DEVELOPMENT = Pick.pass(() -> "not a development device");
  private static final Pick NOT_LOCKED = Pick.pass(() -> "not locked");
  private static final Pick NO_GROUPS = Pick.pass(() -> "in no group");
  private static final Pick NO_GROUP_RELEASE =
      Pick.pass(() -> "nothing stands released to any of its groups");
  private static final Pick NO_DEFAULT = Pick.pass(() -> "nothing stands released to the product");

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
    Pick pick(DeviceRecord device, Catalogue catalogue);
  }

  /**
   * What a rule says.
   *
   * @param applies whether it decides
   * @param target what it chose, where it decides for something
   * @param why makes the words for it
   */
  record Pick(boolean applies, Optional<Target> target, Supplier<String> why) {
    static Pick pass(Supplier<String> why) {
      return new Pick(false, Optional.empty(), why);
    }

    static Pick nothing(Supplier<String> why) {
      return new Pick(true, Optional.empty(), why);
    }

    static Pick of(Target target, Supplier<String> why) {
      return new Pick(true, Optional.of(target), why);
    }
  }

  /** TGT3 to TGT5: what somebody flashes by hand comes first, until it has ended. */
  private static Pick flash(DeviceRecord device, Catalogue catalogue) {
    Optional<Flash> flash = catalogue.flash(device.id());
    if (flash.isEmpty()) {
      return NOT_FLASHED;
    }
    Firmware firmware = flash.get().firmware();
    return Pick.of(
        new Target(
            firmware,
            FLASH,
            Optional.empty(),
            true,
            true,
            firmware.uploadedAt(),
            firmware.uploadedBy()),
        () -> firmware.uploadedBy() + " flashes it by hand");
  }

  private static Pick development(DeviceRecord device, Catalogue catalogue) {
    if (!device.assignment().development()) {
      return NOT_DEVELOPMENT;
    }
    return Pick.nothing(
        () ->
            "a development device gets nothing by itself"
                + device
                    .assignment()
                    .lock()
                    .map(l -> "; its lock to " + l.version() + " is inactive")
                    .orElse(""));
  }

  private static Pick lock(DeviceRecord device, Catalogue catalogue) {
    Optional<Lock> found = device.assignment().lock();
    if (found.isEmpty()) {
      return NOT_LOCKED;
    }
    Lock lock = found.get();
    Optional<Firmware> firmware = catalogue.firmware(lock.version());
    return firmware.isEmpty()
        ? Pick.nothing(() -> "locked to version " + lock.version() + ", which is not there")
        : Pick.of(locked(lock, firmware.get()), () -> "locked to version " + lock.version());
  }

  private static Target locked(Lock lock, Firmware firmware) {
    return new Target(
        firmware,
        "lock",
        Optional.empty(),
        lock.flashNow(),
        lock.flashNow(),
        lock.since(),
        lock.by());
  }

  /** TGT9. */
  private static Pick groups(DeviceRecord device, Catalogue catalogue) {
    List<GroupId> groups = device.assignment().groups();
    if (groups.isEmpty()) {
      return NO_GROUPS;
    }
    Optional<Release> best = Optional.empty();
    for (GroupId id : groups) {
      Optional<Release> release =
          catalogue.stands(id) ? chosen(device, catalogue, Scope.of(id)) : Optional.empty();
      if (release.isPresent() && (best.isEmpty() || isBefore(release.get(), best.get()))) {
        best = release;
      }
    }
    return best.isEmpty() ? NO_GROUP_RELEASE : released(device, catalogue, "group", best.get());
  }

  private static Pick defaultRelease(DeviceRecord device, Catalogue catalogue) {
    Optional<Release> release = chosen(device, catalogue, Scope.DEFAULT);
    return release.isEmpty() ? NO_DEFAULT : released(device, catalogue, "default", release.get());
  }

  /**
   * What a scope gives a device: its newest release; one whose version was withdrawn is passed
   * over, as if it had never been, except by a device that runs it (PRD6).
   */
  private static Optional<Release> chosen(DeviceRecord device, Catalogue catalogue, Scope scope) {
    for (Release release : catalogue.line(scope)) {
      Optional<Firmware> firmware = catalogue.firmware(release.version());
      if (firmware.isPresent() && (!firmware.get().withdrawn() || runs(device, firmware.get()))) {
        return Optional.of(release);
      }
    }
    return Optional.empty();
  }

  private static boolean runs(DeviceRecord device, Firmware firmware) {
    return device.facts().isPresent() && Gates.runs(device.facts().get(), firmware);
  }

  /**
   * Which of two releases to groups counts: the higher version; of one version, the release that
   * goes on before one that is paused, and an intelligent one before a standard one; then the
   * older.
   */
  private static boolean isBefore(Release one, Release other) {
    int version = one.version().compareTo(other.version());
    if (version != 0) {
      return version > 0;
    }
    if (one.halted().isPresent() != other.halted().isPresent()) {
      return one.halted().isEmpty();
    }
    if (one.intelligent() != other.intelligent()) {
      return one.intelligent();
    }
    return one.number() < other.number();
  }

  private static Pick released(
      DeviceRecord device, Catalogue catalogue, String rule, Release release) {
    Assignment assignment = device.assignment();
    Instant from = assignment.releasedSince().orElse(Instant.MIN);
    boolean freedAfter = from.isAfter(release.releasedAt());
    Target target =
        new Target(
            catalogue.firmware(release.version()).orElseThrow(),
            rule,
            Optional.of(release),
            release.intelligent() && !freedAfter,
            false,
            latest(release.releasedAt(), from, regrouped(assignment, catalogue)),
            release.releasedBy());
    return Pick.of(target, () -> words(catalogue, release));
  }

  /** When the device's groups last changed: by its own assignment, or because one was deleted. */
  private static Instant regrouped(Assignment assignment, Catalogue catalogue) {
    Instant last = assignment.groupedSince().orElse(Instant.MIN);
    for (GroupId id : assignment.groups()) {
      last = latest(last, catalogue.group(id).flatMap(Group::deletedAt).orElse(last));
    }
    return last;
  }

  private static Instant latest(Instant... instants) {
    Instant last = Instant.MIN;
    for (Instant instant : instants) {
      last = instant.isAfter(last) ? instant : last;
    }
    return last;
  }

  private static String words(Catalogue catalogue, Release release) {
    String scope =
        release
            .scope()
            .group()
            .map(id -> "group '" + catalogue.group(id).orElseThrow().name() + "'")
            .orElse("the product");
    return "version " + release.version() + " is released to " + scope;
  }
}
