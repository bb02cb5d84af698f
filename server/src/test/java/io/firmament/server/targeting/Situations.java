package io.firmament.server.targeting;

import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.ModuleState;
import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleKind;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.Requirement;
import io.firmament.server.device.Approval;
import io.firmament.server.device.Assignment;
import io.firmament.server.device.DeviceFacts;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Failure;
import io.firmament.server.device.FailureClass;
import io.firmament.server.device.Group;
import io.firmament.server.device.GroupId;
import io.firmament.server.device.Lock;
import io.firmament.server.release.Binary;
import io.firmament.server.release.Encoding;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Release;
import io.firmament.server.release.Scope;
import io.firmament.server.release.SignedManifest;
import io.firmament.server.release.Withdrawal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Situations in small numbers, and what the decision makes of them. */
final class Situations {
  static final int MISSING = 44;
  private static final int HIGHEST = 5;
  private static final long IMAGE_BYTES = 5000;
  private static final Instant BEFORE = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant DECIDED = BEFORE.plusSeconds(100);
  private static final Instant AFTER = BEFORE.plusSeconds(200);
  private static final Map<Integer, DeviceFacts> FACTS = new ConcurrentHashMap<>();
  private static final AtomicReference<Made> LAST = new AtomicReference<>();
  private static final boolean[] BOTH = {false, true};

  private Situations() {}

  /** A release: of which version, whether at once, whether paused. */
  record GivenRelease(int version, boolean intelligent, boolean halted) {
    static GivenRelease of(int version) {
      return new GivenRelease(version, false, false);
    }

    GivenRelease atOnce() {
      return new GivenRelease(version, true, halted);
    }

    GivenRelease paused() {
      return new GivenRelease(version, intelligent, true);
    }
  }

  /** A group of the device: what was released to it, the oldest first. */
  record GivenGroup(List<GivenRelease> line, boolean deleted) {}

  /**
   * A situation.
   *
   * @param approval 0 approved, 1 quarantined, 2 denied
   * @param lock the version, 0 for none
   * @param byDefault what was released to the product, the oldest first
   * @param running the version that runs; 0: it has said nothing of itself
   * @param trial whether what runs is on trial
   * @param failed 0 nothing, 1 rolled back, 2 cancelled, 3 looping; every version
   * @param session whether one began since all was decided
   */
  record Given(
      int approval,
      boolean development,
      int lock,
      boolean flashNow,
      List<GivenGroup> groups,
      List<GivenRelease> byDefault,
      Set<Integer> withdrawn,
      int running,
      boolean fits,
      boolean largeSlot,
      boolean floorHigh,
      boolean needs,
      boolean trial,
      int failed,
      boolean online,
      boolean session,
      boolean enabled,
      boolean forced,
      boolean queued) {
    Given withDefault(List<GivenRelease> line) {
      return new Given(
          approval,
          development,
          lock,
          flashNow,
          groups,
          line,
          withdrawn,
          running,
          fits,
          largeSlot,
          floorHigh,
          needs,
          trial,
          failed,
          online,
          session,
          enabled,
          forced,
          queued);
    }
  }

  /** A device that is here, wants everything and gets nothing. */
  static final Given PLAIN =
      new Given(
          0, false, 0, false, List.of(), List.of(), Set.of(), 1, true, true, false, false, false, 0,
          true, true, true, false, false);

  private static List<List<GivenGroup>> everyGroups() {
    GivenGroup none = new GivenGroup(List.of(), false);
    GivenGroup three = group(GivenRelease.of(3));
    GivenGroup two = group(GivenRelease.of(2));
    return List.of(
        List.of(),
        List.of(none),
        List.of(three),
        List.of(none, three),
        List.of(three, two),
        List.of(two, group(GivenRelease.of(3).atOnce())),
        List.of(three, group(GivenRelease.of(3).atOnce())),
        List.of(group(GivenRelease.of(3).paused()), two),
        List.of(group(GivenRelease.of(3).paused()), group(GivenRelease.of(3))),
        List.of(group(GivenRelease.of(2), GivenRelease.of(5))),
        List.of(group(GivenRelease.of(5)), two),
        List.of(group(GivenRelease.of(3), GivenRelease.of(2))),
        List.of(new GivenGroup(List.of(GivenRelease.of(3)), true)),
        List.of(new GivenGroup(List.of(GivenRelease.of(3)), true), two));
  }

  private static GivenGroup group(GivenRelease... line) {
    return new GivenGroup(List.of(line), false);
  }

  private static List<List<GivenRelease>> everyDefault() {
    return List.of(
        List.of(),
        List.of(GivenRelease.of(4)),
        List.of(GivenRelease.of(4).atOnce()),
        List.of(GivenRelease.of(4).paused()),
        List.of(GivenRelease.of(1), GivenRelease.of(5)),
        List.of(GivenRelease.of(5)));
  }

  /** Every combination of what chooses the target, and of what the device does about it. */
  static void eachOfTheRules(Consumer<Given> visitor) {
    for (boolean development : BOTH) {
      for (int lock : new int[] {0, 2, -2, 5, MISSING}) {
        for (List<GivenGroup> groups : everyGroups()) {
          for (List<GivenRelease> byDefault : everyDefault()) {
            for (Set<Integer> withdrawn : List.of(Set.<Integer>of(), Set.of(5), Set.of(3, 5))) {
              eachOfTheDevice(visitor, development, lock, groups, byDefault, withdrawn);
            }
          }
        }
      }
    }
  }

  private static void eachOfTheDevice(
      Consumer<Given> visitor,
      boolean development,
      int lock,
      List<GivenGroup> groups,
      List<GivenRelease> byDefault,
      Set<Integer> withdrawn) {
    for (int running = 0; running <= HIGHEST; running++) {
      for (int bits = 0; bits < 1 << 5; bits++) {
        visitor.accept(
            new Given(
                0,
                development,
                Math.abs(lock),
                lock < 0,
                groups,
                byDefault,
                withdrawn,
                running,
                BOTH[bits & 1],
                true,
                false,
                false,
                false,
                0,
                BOTH[bits >> 1 & 1],
                BOTH[bits >> 2 & 1],
                BOTH[bits >> 3 & 1],
                BOTH[bits >> 4 & 1],
                false));
      }
    }
  }

  /** Every combination of what the gates look at, with few targets. */
  static void eachOfTheGates(Consumer<Given> visitor) {
    for (int approval = 0; approval < 3; approval++) {
      for (int failed = 0; failed < 4; failed++) {
        for (int running = 0; running < 2; running++) {
          for (int lock : new int[] {0, 2, -2, 5}) {
            for (List<GivenRelease> byDefault : everyDefault()) {
              for (int bits = 0; bits < 1 << 8; bits++) {
                visitor.accept(
                    new Given(
                        approval,
                        false,
                        Math.abs(lock),
                        lock < 0,
                        List.of(),
                        byDefault,
                        Set.of(5),
                        running,
                        BOTH[bits & 1],
                        BOTH[bits >> 1 & 1],
                        BOTH[bits >> 2 & 1],
                        BOTH[bits >> 3 & 1],
                        BOTH[bits >> 7 & 1],
                        failed,
                        BOTH[bits >> 4 & 1],
                        BOTH[bits >> 5 & 1],
                        BOTH[bits >> 6 & 1],
                        false,
                        BOTH[bits & 1]));
              }
            }
          }
        }
      }
    }
  }

  static Decision decide(Given g) {
    return Targeting.decide(device(g), presence(g), catalogue(g), AFTER);
  }

  /** After the device was unlocked, later than anything else happened. */
  static Decision decideUnlocked(Given g) {
    DeviceRecord device = device(g).withAssignment(Assignment.NONE.unlocked(AFTER.plusSeconds(1)));
    return Targeting.decide(device, presence(g), catalogue(g), AFTER.plusSeconds(2));
  }

  private static DeviceRecord device(Given g) {
    DeviceRecord device =
        DeviceRecord.added(
                DeviceFixtures.ID, DeviceFixtures.PRODUCT, "d", Approval.APPROVED, BEFORE)
            .withApproval(Approval.values()[g.approval()])
            .withAssignment(
                new Assignment(
                    g.development(), lock(g), ids(g), Optional.empty(), Optional.empty()));
    if (g.failed() > 0) {
      for (int version = 1; version <= HIGHEST; version++) {
        device = device.withFailure(failure(g.failed(), version));
      }
    }
    return g.running() == 0 ? device : device.withFacts(facts(g));
  }

  private static DeviceFacts facts(Given g) {
    int key =
        g.running() * 16
            + (g.trial() ? 8 : 0)
            + (g.fits() ? 4 : 0)
            + (g.largeSlot() ? 2 : 0)
            + (g.floorHigh() ? 1 : 0);
    return FACTS.computeIfAbsent(key, k -> DeviceFacts.of(says(g).hello(), BEFORE));
  }

  private static Failure failure(int failed, int version) {
    FailureClass cause =
        switch (failed) {
          case 1 -> FailureClass.ROLLED_BACK;
          case 2 -> FailureClass.CANCELLED;
          default -> FailureClass.LOOP_GUARD;
        };
    return new Failure(image(version), new FirmwareVersion(version), cause, 1, "", "x", BEFORE);
  }

  private static DeviceFixtures says(Given g) {
    DeviceFixtures says =
        DeviceFixtures.fresh()
            .running(g.running(), image(g.running()))
            .inState(g.trial() ? ModuleState.TRIAL : ModuleState.CONFIRMED)
            .withFloor(g.floorHigh() ? 9 : 0)
            .withSlot(g.largeSlot() ? IMAGE_BYTES : IMAGE_BYTES - 1);
    return g.fits() ? says : says.withPlatform(new PlatformId(99));
  }

  private static Optional<Lock> lock(Given g) {
    return g.lock() == 0
        ? Optional.empty()
        : Optional.of(new Lock(new FirmwareVersion(g.lock()), g.flashNow(), DECIDED, "me"));
  }

  private static List<GroupId> ids(Given g) {
    List<GroupId> ids = new ArrayList<>();
    g.groups().forEach(group -> ids.add(new GroupId(ids.size() + 1L)));
    return ids;
  }

  private static Presence presence(Given g) {
    Flags flags =
        new Flags(0)
            .with(Flags.UPDATES_ENABLED, g.enabled())
            .with(Flags.UPDATES_FORCED, g.forced());
    return new Presence(
        g.online(),
        Optional.of(BEFORE),
        Optional.empty(),
        Optional.of(g.session() ? AFTER : BEFORE),
        flags,
        Optional.of(BEFORE),
        g.queued() ? Optional.of(3L) : Optional.empty());
  }

  /** A catalogue, and the situation that it was made for. */
  private record Made(Given given, Catalogue catalogue) {
    private boolean suits(Given g) {
      return g.groups() == given.groups()
          && g.byDefault() == given.byDefault()
          && g.withdrawn() == given.withdrawn()
          && g.needs() == given.needs();
    }
  }

  /** The last one again, as long as it suits: situations come in the order of their catalogues. */
  private static Catalogue catalogue(Given g) {
    Made last = LAST.get();
    if (last == null || !last.suits(g)) {
      last = new Made(g, made(g));
      LAST.set(last);
    }
    return last.catalogue();
  }

  private static Catalogue made(Given g) {
    Map<FirmwareVersion, Firmware> firmware = new HashMap<>();
    for (int version = 1; version <= HIGHEST; version++) {
      firmware.put(new FirmwareVersion(version), firmware(g, version));
    }
    Map<Scope, List<Release>> lines = new HashMap<>();
    List<Release> made = new ArrayList<>();
    put(lines, made, Scope.DEFAULT, g.byDefault());
    Map<GroupId, Group> groups = new HashMap<>();
    for (GivenGroup group : g.groups()) {
      GroupId id = new GroupId(groups.size() + 1L);
      Group there =
          new Group(DeviceFixtures.PRODUCT, id, "g" + id, "", "", BEFORE, Optional.empty());
      groups.put(id, group.deleted() ? there.deleted(BEFORE) : there);
      put(lines, made, Scope.of(id), group.line());
    }
    return new Catalogue(DeviceFixtures.PRODUCT, firmware, lines, groups);
  }

  private static void put(
      Map<Scope, List<Release>> lines,
      List<Release> made,
      Scope scope,
      List<GivenRelease> oldestFirst) {
    List<Release> line = new ArrayList<>();
    for (GivenRelease given : oldestFirst) {
      Release release =
          new Release(
              DeviceFixtures.PRODUCT,
              made.size() + 1L,
              scope,
              new FirmwareVersion(given.version()),
              given.intelligent(),
              Optional.empty(),
              given.halted() ? Optional.of("breaker") : Optional.empty(),
              Optional.empty(),
              DECIDED,
              "me",
              true);
      made.add(release);
      line.add(0, release);
    }
    if (!line.isEmpty()) {
      lines.put(scope, line);
    }
  }

  private static Digest image(int version) {
    return DeviceFixtures.imageOf(version);
  }

  private static Firmware firmware(Given g, int version) {
    Requirement seven =
        new Requirement(ModuleName.of(ModuleKind.SYSTEM_PART, 1), new FirmwareVersion(7));
    return new Firmware(
        DeviceFixtures.PRODUCT,
        new FirmwareVersion(version),
        "",
        "",
        new Binary(
            image(version),
            IMAGE_BYTES,
            "raw",
            ModuleName.APPLICATION,
            DeviceFixtures.PLATFORM,
            Optional.empty(),
            g.needs() ? List.of(seven) : List.of(),
            0),
        new SignedManifest(image(100), 200),
        List.of(new Encoding(Coding.IDENTITY, image(version), IMAGE_BYTES)),
        List.of(),
        true,
        g.withdrawn().contains(version)
            ? Optional.of(new Withdrawal(BEFORE, "me", ""))
            : Optional.empty(),
        BEFORE,
        "me");
  }
}
