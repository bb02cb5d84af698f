package io.firmament.server.targeting;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.Flags;
import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.PlatformId;
import io.firmament.server.device.Approval;
import io.firmament.server.device.Assignment;
import io.firmament.server.device.DeviceFacts;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Failure;
import io.firmament.server.device.FailureClass;
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
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every combination of what the decision looks at, against an oracle written from the table. */
class TargetingTest {
  private static final Instant BEFORE = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant DECIDED = BEFORE.plusSeconds(100);
  private static final Instant AFTER = BEFORE.plusSeconds(200);
  private static final long IMAGE_BYTES = 5000;
  private static final Map<DeviceFixtures, DeviceFacts> FACTS = new HashMap<>();
  private static final Map<Integer, Digest> IMAGES =
      Map.of(
          1, DeviceFixtures.imageOf(1),
          2, DeviceFixtures.imageOf(2),
          3, DeviceFixtures.imageOf(3));
  private static final Digest MANIFEST = DeviceFixtures.imageOf(100);
  private static final Map<Case, Decision> DECISIONS =
      everyCase().stream().collect(Collectors.toMap(c -> c, Case::decide));

  enum LockCase {
    NONE,
    TO_2,
    TO_2_NOW,
    TO_MISSING
  }

  enum ReleaseCase {
    NONE,
    STANDARD_3,
    INTELLIGENT_3,
    HALTED_3,
    WITHDRAWN_3
  }

  /** One combination. */
  record Case(
      Approval approval,
      boolean development,
      LockCase lock,
      ReleaseCase release,
      int running,
      boolean fits,
      boolean largeSlot,
      boolean floorLow,
      boolean held,
      boolean online,
      boolean triggered,
      Flags flags) {

    /** The table of the fleet's design, read from top to bottom, with nothing shared. */
    String expected() {
      if (approval == Approval.QUARANTINED) {
        return "QUARANTINED";
      }
      if (approval == Approval.DENIED) {
        return "DENIED";
      }
      if (development) {
        return "DEVELOPMENT_DEVICE";
      }
      boolean locked = lock != LockCase.NONE;
      boolean withdrawnKept = release == ReleaseCase.WITHDRAWN_3 && running == 3;
      int target = locked ? 2 : 3;
      if (lock == LockCase.TO_MISSING
          || !locked && release == ReleaseCase.NONE
          || !locked && release == ReleaseCase.WITHDRAWN_3 && !withdrawnKept) {
        return "NO_TARGET";
      }
      if (running == target) {
        return locked || !withdrawnKept ? "UP_TO_DATE" : "WITHDRAWN";
      }
      if (running != 0 && !floorLow) {
        return "INCOMPATIBLE(security)";
      }
      if (running != 0 && !fits) {
        return "INCOMPATIBLE(platform)";
      }
      if (running != 0 && !largeSlot) {
        return "INCOMPATIBLE(size)";
      }
      if (!locked && release == ReleaseCase.HALTED_3) {
        return "HALTED(breaker)";
      }
      if (running != 0 && held) {
        return "FAILED(rolled-back, held)";
      }
      if (!online || running == 0) {
        return "OFFLINE";
      }
      boolean atOnce = locked ? lock == LockCase.TO_2_NOW : release == ReleaseCase.INTELLIGENT_3;
      if (!atOnce && !triggered) {
        return "NEXT_SESSION";
      }
      if (!flags.updatesEnabled() && !flags.updatesForced()) {
        return "UPDATES_DISABLED";
      }
      return "offer " + target;
    }

    Decision decide() {
      return Targeting.decide(device(), presence(), catalogue(), AFTER);
    }

    private DeviceRecord device() {
      DeviceRecord device =
          DeviceRecord.added(
                  DeviceFixtures.ID, DeviceFixtures.PRODUCT, "d", Approval.APPROVED, BEFORE)
              .withApproval(approval)
              .withAssignment(
                  new Assignment(
                      development, lockSet(), List.of(), Optional.empty(), Optional.empty()));
      if (held) {
        for (int version : List.of(2, 3)) {
          device =
              device.withFailure(
                  new Failure(
                      IMAGES.get(version),
                      new FirmwareVersion(version),
                      FailureClass.ROLLED_BACK,
                      1,
                      "",
                      "SELF_TEST",
                      BEFORE));
        }
      }
      return running == 0
          ? device
          : device.withFacts(FACTS.computeIfAbsent(says(), s -> DeviceFacts.of(s.hello(), BEFORE)));
    }

    private DeviceFixtures says() {
      DeviceFixtures says =
          DeviceFixtures.fresh()
              .running(running, IMAGES.get(running))
              .withFloor(floorLow ? 0 : 9)
              .withSlot(largeSlot ? IMAGE_BYTES : IMAGE_BYTES - 1);
      return fits ? says : says.withPlatform(new PlatformId(99));
    }

    private Optional<Lock> lockSet() {
      return switch (lock) {
        case NONE -> Optional.empty();
        case TO_2 -> Optional.of(lockedTo(2, false));
        case TO_2_NOW -> Optional.of(lockedTo(2, true));
        case TO_MISSING -> Optional.of(lockedTo(44, true));
      };
    }

    private Lock lockedTo(int version, boolean now) {
      return new Lock(new FirmwareVersion(version), now, DECIDED, "me");
    }

    private Presence presence() {
      return new Presence(
          online,
          Optional.of(BEFORE),
          Optional.empty(),
          Optional.of(triggered ? AFTER : BEFORE),
          flags,
          Optional.of(BEFORE),
          Optional.empty());
    }

    private Catalogue catalogue() {
      Map<FirmwareVersion, Firmware> firmware = new HashMap<>();
      for (int version = 1; version <= 3; version++) {
        boolean withdrawn = version == 3 && release == ReleaseCase.WITHDRAWN_3;
        firmware.put(new FirmwareVersion(version), made(version, withdrawn));
      }
      Map<Scope, List<Release>> lines =
          release == ReleaseCase.NONE
              ? Map.of()
              : Map.of(
                  Scope.DEFAULT,
                  List.of(
                      released(
                          release == ReleaseCase.INTELLIGENT_3, release == ReleaseCase.HALTED_3)));
      return new Catalogue(DeviceFixtures.PRODUCT, firmware, lines, Map.of());
    }
  }

  private static Firmware made(int version, boolean withdrawn) {
    Digest image = IMAGES.get(version);
    return new Firmware(
        DeviceFixtures.PRODUCT,
        new FirmwareVersion(version),
        "",
        "",
        new Binary(
            image,
            IMAGE_BYTES,
            "raw",
            ModuleName.APPLICATION,
            DeviceFixtures.PLATFORM,
            Optional.empty(),
            List.of(),
            0),
        new SignedManifest(MANIFEST, 200),
        List.of(new Encoding(Coding.IDENTITY, image, IMAGE_BYTES)),
        List.of(),
        true,
        withdrawn ? Optional.of(new Withdrawal(BEFORE, "me", "")) : Optional.empty(),
        BEFORE,
        "me");
  }

  private static Release released(boolean intelligent, boolean halted) {
    return new Release(
        DeviceFixtures.PRODUCT,
        1,
        Scope.DEFAULT,
        new FirmwareVersion(3),
        intelligent,
        Optional.empty(),
        halted ? Optional.of("breaker") : Optional.empty(),
        Optional.empty(),
        DECIDED,
        "me",
        true);
  }

  private static List<Case> everyCase() {
    List<Case> cases = new ArrayList<>();
    boolean[] both = {true, false};
    Flags off = new Flags(0);
    List<Flags> everyFlags = List.of(Flags.DEFAULT, off, off.with(Flags.UPDATES_FORCED, true));
    for (Approval approval : Approval.values()) {
      for (LockCase lock : LockCase.values()) {
        for (ReleaseCase release : ReleaseCase.values()) {
          for (int running = 0; running <= 3; running++) {
            for (Flags flags : approval == Approval.APPROVED ? everyFlags : List.of(off)) {
              for (int bits = 0; bits < 1 << 7; bits++) {
                cases.add(
                    new Case(
                        approval,
                        both[bits & 1],
                        lock,
                        release,
                        running,
                        both[bits >> 1 & 1],
                        both[bits >> 2 & 1],
                        both[bits >> 3 & 1],
                        both[bits >> 4 & 1],
                        both[bits >> 5 & 1],
                        both[bits >> 6 & 1],
                        flags));
              }
            }
          }
        }
      }
    }
    return cases;
  }

  private static String shown(Decision decision) {
    return decision
        .reason()
        .map(
            r ->
                switch (r.code()) {
                  case OFFLINE, UPDATES_DISABLED -> r.code().name();
                  default -> r.toString();
                })
        .orElseGet(() -> "offer " + decision.offer().orElseThrow().firmware().version());
  }

  @Test
  void every_combination_is_decided_as_the_table_says() {
    Map<String, Integer> seen = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    DECISIONS.forEach(
        (one, decision) -> {
          String decided = shown(decision);
          seen.merge(decided, 1, Integer::sum);
          if (!decided.equals(one.expected())) {
            wrong.add(one + " must be " + one.expected() + ", but was " + decided);
          }
        });
    assertThat(wrong).isEmpty();
    assertThat(seen)
        .containsOnlyKeys(
            "DENIED",
            "DEVELOPMENT_DEVICE",
            "FAILED(rolled-back, held)",
            "HALTED(breaker)",
            "INCOMPATIBLE(platform)",
            "INCOMPATIBLE(security)",
            "INCOMPATIBLE(size)",
            "NEXT_SESSION",
            "NO_TARGET",
            "OFFLINE",
            "QUARANTINED",
            "UPDATES_DISABLED",
            "UP_TO_DATE",
            "WITHDRAWN",
            "offer 2",
            "offer 3");
  }

  @Test
  void every_decision_names_every_rule_and_every_gate_and_what_would_open_the_closed_ones() {
    List<String> names =
        List.of(
            "flash",
            "development",
            "lock",
            "group",
            "default",
            "approved",
            "target",
            "running",
            "security",
            "fit",
            "prerequisites",
            "withdrawn",
            "halted",
            "loop",
            "held",
            "online",
            "session",
            "enabled",
            "rate");
    assertThat(DECISIONS.values())
        .allMatch(d -> d.evidence().stream().map(Evidence::name).toList().equals(names))
        .allMatch(d -> closed(d).stream().noneMatch(e -> e.opensWhen().isEmpty()))
        .allMatch(d -> d.offer().isPresent() == closed(d).isEmpty())
        .allMatch(d -> d.opensWhen().isEmpty() == closed(d).isEmpty())
        .allMatch(d -> closed(d).isEmpty() || closed(d).size() == d.also().size() + 1);
  }

  private static List<Evidence> closed(Decision decision) {
    return decision.evidence().stream()
        .filter(e -> e.verdict() == Evidence.Verdict.CLOSED)
        .toList();
  }

  /** TGT6. */
  @Test
  void a_lock_beats_every_release() {
    assertThat(DECISIONS.entrySet())
        .filteredOn(e -> e.getKey().lock() != LockCase.NONE)
        .extracting(e -> e.getValue().target())
        .filteredOn(Optional::isPresent)
        .isNotEmpty()
        .allMatch(t -> t.get().rule().equals("lock"))
        .allMatch(t -> t.get().firmware().version().number() == 2);
  }

  /** TGT12: an equal image, under whatever number. */
  @Test
  void a_device_that_runs_the_image_is_never_offered_it() {
    assertThat(DECISIONS.entrySet())
        .filteredOn(e -> e.getValue().offer().isPresent())
        .isNotEmpty()
        .noneMatch(
            e -> e.getValue().offer().get().firmware().version().number() == e.getKey().running());
  }

  /** TGT8. */
  @Test
  void after_an_unlock_even_an_intelligent_release_waits_for_the_next_session() {
    Case one =
        new Case(
            Approval.APPROVED,
            false,
            LockCase.NONE,
            ReleaseCase.INTELLIGENT_3,
            1,
            true,
            true,
            true,
            false,
            true,
            true,
            Flags.DEFAULT);
    assertThat(shown(one.decide())).isEqualTo("offer 3");
    DeviceRecord unlocked =
        one.device().withAssignment(Assignment.NONE.unlocked(AFTER.plusSeconds(1)));
    assertThat(shown(Targeting.decide(unlocked, one.presence(), one.catalogue(), AFTER)))
        .isEqualTo("NEXT_SESSION");
  }
}
