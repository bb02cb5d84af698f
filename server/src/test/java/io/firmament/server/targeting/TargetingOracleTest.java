package io.firmament.server.targeting;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.Flags;
import io.firmament.server.targeting.Situations.Given;
import io.firmament.server.targeting.Situations.GivenRelease;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Every combination of what the decision looks at, against an oracle that is written from the page
 * of the design, with ifs, in its order, and shares no rule with what it judges.
 */
class TargetingOracleTest {
  /** What the page says: the target and the primary reason. */
  record Answer(Optional<Integer> target, String reason) {}

  private static Answer oracle(Given g) {
    Optional<GivenRelease> release = Optional.empty();
    Optional<Integer> target = Optional.empty();
    if (!g.development()) {
      if (g.lock() != 0) {
        target = g.lock() == Situations.MISSING ? Optional.empty() : Optional.of(g.lock());
      } else {
        release = ofGroups(g).or(() -> effective(g.byDefault(), g));
        target = release.map(GivenRelease::version);
      }
    }
    return new Answer(target, reason(g, target, release));
  }

  /** "The highest version released to any of its groups." */
  private static Optional<GivenRelease> ofGroups(Given g) {
    Optional<GivenRelease> best = Optional.empty();
    for (Situations.GivenGroup group : g.groups()) {
      Optional<GivenRelease> one = group.deleted() ? Optional.empty() : effective(group.line(), g);
      if (one.isPresent() && (best.isEmpty() || rank(one.get()) > rank(best.get()))) {
        best = one;
      }
    }
    return best;
  }

  private static int rank(GivenRelease release) {
    return release.version() * 4 + (release.halted() ? 0 : 2) + (release.intelligent() ? 1 : 0);
  }

  /** "Withdrawn: as if it had never been released, but one that runs it keeps it." */
  private static Optional<GivenRelease> effective(List<GivenRelease> oldestFirst, Given g) {
    Optional<GivenRelease> last = Optional.empty();
    for (GivenRelease release : oldestFirst) {
      boolean counts =
          !g.withdrawn().contains(release.version()) || release.version() == g.running();
      last = counts ? Optional.of(release) : last;
    }
    return last;
  }

  private static String reason(Given g, Optional<Integer> target, Optional<GivenRelease> release) {
    boolean known = g.running() != 0;
    boolean flashNow = release.isEmpty() && g.flashNow();
    if (g.approval() == 1) {
      return "QUARANTINED";
    }
    if (g.approval() == 2) {
      return "DENIED";
    }
    if (g.development()) {
      return "DEVELOPMENT_DEVICE";
    }
    if (target.isEmpty()) {
      return "NO_TARGET";
    }
    if (target.get() == g.running()) {
      return g.withdrawn().contains(target.get()) ? "WITHDRAWN" : "UP_TO_DATE";
    }
    if (known && g.floorHigh()) {
      return "INCOMPATIBLE(security)";
    }
    if (known && !g.fits()) {
      return "INCOMPATIBLE(platform)";
    }
    if (known && !g.largeSlot()) {
      return "INCOMPATIBLE(size)";
    }
    if (known && g.needs()) {
      return "MISSING_PREREQUISITE(system-part 1, 7)";
    }
    if (g.withdrawn().contains(target.get())) {
      return "WITHDRAWN";
    }
    if (release.isPresent() && release.get().halted()) {
      return "HALTED(breaker)";
    }
    if (g.failed() == 3) {
      return "LOOP_GUARD";
    }
    if (known && g.failed() == 1) {
      return "FAILED(rolled-back, held)";
    }
    if (known && g.failed() == 2) {
      return "FAILED(cancelled, held)";
    }
    if (!g.online() || !known) {
      return "OFFLINE";
    }
    if (g.trial()) {
      return "ON_TRIAL(" + g.running() + ")";
    }
    boolean atOnce = flashNow || release.isPresent() && release.get().intelligent();
    if (!atOnce && !g.session()) {
      return "NEXT_SESSION";
    }
    if (!g.enabled() && !g.forced()) {
      return "UPDATES_DISABLED";
    }
    return g.queued() && !flashNow ? "RATE_LIMITED(3)" : "offer";
  }

  private static Answer decided(Given g) {
    Decision decision = Situations.decide(g);
    Optional<Integer> target = decision.target().map(t -> t.firmware().version().number());
    Optional<ClosedGate> first = decision.closed().stream().findFirst();
    String reason =
        first
            .map(
                c ->
                    switch (c.code()) {
                      case INCOMPATIBLE,
                          MISSING_PREREQUISITE,
                          HALTED,
                          FAILED,
                          ON_TRIAL,
                          RATE_LIMITED ->
                          c.reason().toString();
                      default -> c.code().name();
                    })
            .orElse("offer");
    return new Answer(target, reason);
  }

  private static void eachCase(Consumer<Given> visitor) {
    Situations.eachOfTheRules(visitor);
    Situations.eachOfTheGates(visitor);
  }

  @Test
  void every_combination_is_decided_as_the_page_says() {
    List<String> wrong = new ArrayList<>();
    TreeMap<String, Integer> seen = new TreeMap<>();
    Set<Optional<Integer>> targets = new TreeSet<>((a, b) -> a.orElse(0) - b.orElse(0));
    eachCase(
        g -> {
          Answer expected = oracle(g);
          Answer decided = decided(g);
          seen.merge(decided.reason(), 1, Integer::sum);
          targets.add(decided.target());
          if (!decided.equals(expected) && wrong.size() < 10) {
            wrong.add(g + " must be " + expected + ", but was " + decided);
          }
        });
    assertThat(wrong).isEmpty();
    assertThat(targets).hasSize(6);
    assertThat(seen)
        .containsOnlyKeys(
            "DENIED",
            "DEVELOPMENT_DEVICE",
            "FAILED(cancelled, held)",
            "FAILED(rolled-back, held)",
            "HALTED(breaker)",
            "INCOMPATIBLE(platform)",
            "INCOMPATIBLE(security)",
            "INCOMPATIBLE(size)",
            "LOOP_GUARD",
            "MISSING_PREREQUISITE(system-part 1, 7)",
            "NEXT_SESSION",
            "NO_TARGET",
            "OFFLINE",
            "ON_TRIAL(1)",
            "QUARANTINED",
            "RATE_LIMITED(3)",
            "UPDATES_DISABLED",
            "UP_TO_DATE",
            "WITHDRAWN",
            "offer");
    assertThat(seen.values().stream().mapToInt(n -> n).sum()).isGreaterThan(100_000);
  }

  /** TGT15. */
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
            "trial",
            "session",
            "enabled",
            "rate");
    List<Given> wrong = new ArrayList<>();
    Situations.eachOfTheGates(
        g -> {
          Decision decision = Situations.decide(g);
          List<Evidence> evidence = decision.evidence();
          List<Evidence> closed =
              evidence.stream().filter(e -> e.verdict() == Evidence.Verdict.CLOSED).toList();
          boolean right =
              evidence.stream().map(Evidence::name).toList().equals(names)
                  && closed.stream().noneMatch(e -> e.opensWhen().isEmpty() || e.why().isEmpty())
                  && decision.offer().isPresent() == closed.isEmpty()
                  && decision.opensWhen().isEmpty() == closed.isEmpty()
                  && (closed.isEmpty() || closed.size() == decision.also().size() + 1)
                  && decision
                      .reason()
                      .equals(closed.stream().findFirst().flatMap(Evidence::reason));
          if (!right) {
            wrong.add(g);
          }
        });
    assertThat(wrong).isEmpty();
  }

  /** TGT8. */
  @Test
  void after_an_unlock_even_an_intelligent_release_waits_for_the_next_session() {
    Given one = Situations.PLAIN.withDefault(List.of(GivenRelease.of(4).atOnce()));
    assertThat(decided(one).reason()).isEqualTo("offer");
    assertThat(Situations.decideUnlocked(one).reason().map(Reason::code))
        .contains(ReasonCode.NEXT_SESSION);
  }

  @Test
  void flags_are_what_the_oracle_takes_them_for() {
    assertThat(Flags.DEFAULT.updatesEnabled()).isTrue();
    assertThat(Flags.DEFAULT.updatesForced()).isFalse();
  }
}
