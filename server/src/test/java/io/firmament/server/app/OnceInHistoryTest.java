package io.firmament.server.app;

import io.firmament.server.app.TornWorld.Happening;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a device confirmed, and what it left again, is in its history: once, in order, whatever was
 * released, lost or killed in between (fleet.md; REL10, REL11).
 */
class OnceInHistoryTest {
  /** Up to where version 2 is when the interesting part begins. */
  private static List<Happening> upTo(String stage) {
    List<Happening> taken = List.of(Happening.RELEASE, Happening.WORK);
    return switch (stage) {
      case "nothing" -> List.of();
      case "taken" -> taken;
      case "trial" -> plus(taken, Happening.GO_ON, Happening.REPORT, Happening.GO_ON);
      case "met" ->
          plus(taken, Happening.GO_ON, Happening.REPORT, Happening.GO_ON, Happening.HELLO_DEAF);
      default -> throw new AssertionError(stage);
    };
  }

  private static List<Happening> plus(List<Happening> before, Happening... more) {
    List<Happening> all = new ArrayList<>(before);
    all.addAll(List.of(more));
    return all;
  }

  @ParameterizedTest
  @CsvSource({
    // Superseded before the report.
    "RELEASE WORK GO_ON RELEASE WORK GO_ON HELLO HELLO",
    // Superseded while on trial: the offer comes with the answer to the first hello.
    "RELEASE WORK GO_ON REPORT GO_ON RELEASE HELLO HELLO",
    // Superseded on trial by a push, which is refused, or comes when it has been confirmed.
    "RELEASE WORK GO_ON REPORT GO_ON HELLO_DEAF RELEASE WORK HELLO HELLO",
    "RELEASE WORK GO_ON REPORT GO_ON HELLO RELEASE WORK HELLO",
    // Killed before the report arrives, and after it, and once more.
    "RELEASE WORK GO_ON KILL RELEASE GO_ON HELLO KILL HELLO",
    "RELEASE WORK GO_ON REPORT_DEAF KILL RELEASE GO_ON HELLO_DEAF KILL HELLO HELLO",
    // The refusal of an offer in an answer is reported late: the offer was welcome by then.
    "RELEASE WORK GO_ON REPORT GO_ON RELEASE HELLO KILL HELLO REPORT GO_ON GO_ON HELLO HELLO",
    // Given up, released over, and back with the version.
    "RELEASE WORK GO_ON REPORT GO_ON AWAY RELEASE HELLO HELLO",
    // Two releases further before a word of it is heard.
    "RELEASE WORK GO_ON REPORT GO_ON HELLO RELEASE WORK GO_ON RELEASE WORK KILL HELLO HELLO",
  })
  void each_confirmed_update_is_told_once(String happenings) {
    check(happenings, Set.of());
    check(happenings, Set.of(2));
    check(happenings, Set.of(3));
  }

  private static void check(String happenings, Set<Integer> crashing) {
    TornWorld world = new TornWorld(crashing);
    for (String happening : happenings.split(" ")) {
      world.happens(Happening.valueOf(happening));
    }
    world.assertTrueInTheEnd();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "taken", "trial", "met"})
  void two_things_happen_in_every_order(String stage) {
    new Orders(upTo(stage), 2).all();
  }

  @Tag("sweep")
  @ParameterizedTest
  @ValueSource(strings = {"nothing", "taken", "trial", "met"})
  void four_things_happen_in_every_order(String stage) {
    new Orders(upTo(stage), 4).all();
  }

  /** Every order of a number of happenings; what changes nothing is not gone on with. */
  private static final class Orders {
    private final List<Happening> before;
    private final int most;

    private Orders(List<Happening> before, int most) {
      this.before = before;
      this.most = most;
    }

    private void all() {
      for (Set<Integer> crashing : List.of(Set.<Integer>of(), Set.of(2), Set.of(3))) {
        next(List.of(), crashing);
      }
    }

    private void next(List<Happening> so, Set<Integer> crashing) {
      for (Happening happening : EnumSet.allOf(Happening.class)) {
        List<Happening> order = plus(so, happening);
        TornWorld world = new TornWorld(crashing);
        before.forEach(world::happens);
        so.forEach(world::happens);
        if (world.happens(happening)) {
          assertTrue(world, order, crashing);
          if (order.size() < most) {
            next(order, crashing);
          }
        }
      }
    }

    private void assertTrue(TornWorld world, List<Happening> order, Set<Integer> crashing) {
      try {
        world.assertTrueInTheEnd();
      } catch (AssertionError e) {
        throw new AssertionError(before + " " + order + ", crashing " + crashing, e);
      }
    }
  }

  @Test
  void many_things_happen_in_random_orders() {
    random(1, 60);
  }

  @Tag("sweep")
  @Test
  void many_things_happen_in_very_many_random_orders() {
    random(1_000, 20_000);
  }

  private static void random(long firstSeed, int runs) {
    Happening[] all = Happening.values();
    for (long seed = firstSeed; seed < firstSeed + runs; seed++) {
      Random random = new Random(seed);
      Set<Integer> crashing = random.nextInt(3) == 0 ? Set.of(2 + random.nextInt(3)) : Set.of();
      TornWorld world = new TornWorld(crashing);
      try {
        for (int i = 0; i < 60; i++) {
          world.happens(all[random.nextInt(all.length)]);
        }
        world.assertTrueInTheEnd();
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }
}
