package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.Flags;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.release.Release;
import io.firmament.server.targeting.Decision;
import io.firmament.server.targeting.Effect;
import io.firmament.server.targeting.ReasonCode;
import io.firmament.server.targeting.Target;
import io.firmament.server.transfer.StateCode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of operators, devices, losses and restarts, and what must hold all the time
 * (fleet.md, "What must hold").
 */
class RandomFleetTest {
  private static final Caller ME = new Caller("me");
  private static final List<String> GROUPS = List.of("a", "b", "c");

  /** What opens by a contact that brings nothing new. */
  private static final Set<ReasonCode> OPENED_BY_CONTACT =
      EnumSet.of(ReasonCode.OFFLINE, ReasonCode.NEXT_SESSION);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void what_must_hold_holds_in_a_random_history(long seed) throws Exception {
    new History(seed, 500).run(3, 1_200);
  }

  @Test
  @Tag("sweep")
  void what_must_hold_holds_for_a_hundred_thousand_devices() throws Exception {
    new History(1, 100_000).run(4, 300_000);
  }

  @Tag("sweep")
  @Test
  void what_must_hold_holds_by_many_seeds() throws Exception {
    for (long seed = 100; seed < 300; seed++) {
      new History(seed, 100).run(6, 500);
    }
  }

  /** One history. */
  private static final class History {
    /** A fleet of this size takes minutes, and says how far it is. */
    private static final int LARGE = 10_000;

    /** The steps that look at every device: the larger the fleet, the more steps lie between. */
    private static final Set<Integer> WHOLE_FLEET = Set.of(0, 10, 11, 12, 13, 14);

    private final long seed;
    private final int rarely;
    private final Instant began = Instant.now();
    private final RandomFleet fleet;
    private final Random random;
    private final List<Long> releases = new ArrayList<>();
    private int steps;
    private int restarts;
    private int foreseenUpdates;

    private History(long seed, int devices) throws RefusedException, IOException {
      this.seed = seed;
      this.rarely = Math.max(1, devices / (LARGE / 4));
      this.fleet = new RandomFleet(seed, devices);
      this.random = fleet.random;
      for (String name : GROUPS) {
        verbs().createGroup().create(new NewGroup(DeviceFixtures.PRODUCT, name, "", ""), ME);
      }
    }

    private OperatorVerbs verbs() {
      return fleet.server.operators();
    }

    private void run(int rounds, int steps) throws RefusedException {
      tell("registered");
      for (int round = 0; round < rounds; round++) {
        for (int step = 0; step < steps / rounds; step++) {
          step();
        }
        everyDeviceIsInOneState();
        tell("each device is in one state");
        explainAgreesWithTheNextContact();
        theDryRunNamesWhatThenHappens();
        tell("what was foreseen has happened");
      }
      everybodyArrives();
      tell("everybody has arrived");
    }

    private void tell(String what) {
      if (fleet.devices.size() >= LARGE) {
        System.out.printf(
            "random fleet, seed %d, %,d devices, %d s, %d s of CPU: %s; %,d steps, %,d restarts, %,d releases,"
                + " %,d offers, %,d of them foreseen%n",
            seed,
            fleet.devices.size(),
            Duration.between(began, Instant.now()).toSeconds(),
            ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toSeconds(),
            what,
            steps,
            restarts,
            releases.size(),
            fleet.offers,
            foreseenUpdates);
      }
    }

    private void step() throws RefusedException {
      if (++steps % (5 * LARGE) == 0) {
        tell("on the way");
      }
      fleet.pass(Duration.ofSeconds(random.nextInt(40)));
      RandomFleet.Device device = fleet.any();
      int what = random.nextInt(40);
      if (WHOLE_FLEET.contains(what) && random.nextInt(rarely) > 0) {
        what = 40;
      }
      switch (what) {
        case 0 -> release();
        case 1 -> lock(device);
        case 2, 3 -> unlock(device);
        case 4, 5 -> group(device);
        case 6 -> develop(device, true);
        case 7, 8 -> develop(device, false);
        case 9 -> verbs().retryDevice().retry(device.id, ME);
        case 10 -> halt();
        case 11, 12 -> resume();
        case 13 -> withdraw();
        case 14 -> restart();
        case 15, 16 -> {
          if (device.online) {
            fleet.enable(device, random.nextBoolean());
          }
        }
        case 17, 18, 19 -> fleet.leave(device);
        case 20, 21, 22, 23, 24, 25 -> fleet.contact(device);
        default -> fleet.work(device);
      }
      fleet.workOff();
    }

    private void restart() {
      if (random.nextInt(10) == 0) {
        fleet.restart();
        restarts++;
      }
    }

    private void lock(RandomFleet.Device device) throws RefusedException {
      int version = version();
      fleet.rules.lock(device.id, Optional.of(version));
      verbs().lockDevice().lock(device.id, new FirmwareVersion(version), random.nextBoolean(), ME);
    }

    private void unlock(RandomFleet.Device device) throws RefusedException {
      fleet.rules.lock(device.id, Optional.empty());
      verbs().unlockDevice().unlock(device.id, ME);
    }

    private void group(RandomFleet.Device device) throws RefusedException {
      Set<String> names = some();
      fleet.rules.group(device.id, names);
      verbs().groupDevices().set(device.id, names, ME);
    }

    private void develop(RandomFleet.Device device, boolean so) throws RefusedException {
      fleet.rules.development(device.id, so);
      verbs().markDevelopment().mark(device.id, so, ME);
    }

    /** At most one of three is withdrawn, so that there is something left. */
    private void withdraw() throws RefusedException {
      int version = version();
      if (version % 3 == 0 && random.nextInt(4) == 0) {
        fleet.rules.withdraw(version);
        verbs()
            .releases()
            .withdrawFirmware()
            .withdraw(DeviceFixtures.PRODUCT, new FirmwareVersion(version), "", ME);
      }
    }

    private void halt() throws RefusedException {
      if (!releases.isEmpty()) {
        verbs()
            .releases()
            .haltRelease()
            .halt(DeviceFixtures.PRODUCT, releases.get(random.nextInt(releases.size())), "x", ME);
      }
    }

    private void resume() throws RefusedException {
      if (!releases.isEmpty()) {
        long number = releases.get(random.nextInt(releases.size()));
        verbs().releases().haltRelease().resume(DeviceFixtures.PRODUCT, number, ME);
      }
    }

    private int version() {
      return 1 + random.nextInt(RandomFleet.VERSIONS);
    }

    private Set<String> some() {
      Set<String> names = new TreeSet<>(GROUPS);
      names.removeIf(name -> random.nextBoolean());
      return names;
    }

    private NewRelease wish() {
      int version = version();
      while (fleet.rules.isWithdrawn(version)) {
        version = version();
      }
      Set<String> names = some();
      return new NewRelease(
          DeviceFixtures.PRODUCT,
          new FirmwareVersion(version),
          names.isEmpty() || random.nextInt(3) == 0,
          names,
          random.nextBoolean(),
          Optional.of("random"),
          true,
          Optional.empty());
    }

    /** A release takes an offer only from devices that it is for. */
    private Set<Long> release() throws RefusedException {
      NewRelease wish = wish();
      Map<DeviceId, String> others = new HashMap<>();
      for (int i = 0; i < 200; i++) {
        RandomFleet.Device device = fleet.any();
        if (!wish.productDefault()
            && wish.groups().stream().noneMatch(g -> fleet.rules.isIn(device.id, g))) {
          others.put(device.id, offered(device));
        }
      }
      if (wish.productDefault()) {
        fleet.rules.release("", wish.version().number());
      }
      wish.groups().forEach(name -> fleet.rules.release(name, wish.version().number()));
      List<Long> numbers =
          verbs().publishRelease().publish(wish, ME).releases().stream()
              .map(Release::number)
              .toList();
      releases.addAll(numbers);
      others.forEach((id, offer) -> assertThat(offered(device(id))).isEqualTo(offer));
      fleet.workOff();
      return Set.copyOf(numbers);
    }

    /** What is offered, and by which rule; that it is a release, too, is no matter to a lock. */
    private String offered(RandomFleet.Device device) {
      return decision(device)
          .offer()
          .map(t -> t.rule() + " " + t.release() + " " + t.firmware().version())
          .orElse("nothing");
    }

    private Decision decision(RandomFleet.Device device) {
      return fleet.view(device).decision();
    }

    private void everyDeviceIsInOneState() {
      ProductSummary summary =
          verbs().releases().summarizeProduct().summarize(DeviceFixtures.PRODUCT);
      assertThat(summary.devices()).isEqualTo(fleet.devices.size());
      assertThat(summary.states().values().stream().mapToInt(n -> n).sum())
          .isEqualTo(fleet.devices.size());
      Map<StateCode, Integer> counted = new HashMap<>();
      for (RandomFleet.Device device : fleet.devices) {
        String state = fleet.view(device).state();
        counted.merge(StateCode.valueOf(state.replaceAll("\\(.*", "")), 1, Integer::sum);
      }
      assertThat(summary.states()).isEqualTo(counted);
    }

    /** What keeps a device apart from being away is what its contact brings. */
    private void explainAgreesWithTheNextContact() {
      for (int i = 0; i < 100; i++) {
        RandomFleet.Device device = fleet.any();
        fleet.leave(device);
        fleet.pass(Duration.ofSeconds(31));
        Decision before = decision(device);
        boolean due = before.closed().stream().allMatch(c -> OPENED_BY_CONTACT.contains(c.code()));
        fleet.offered.clear();
        device.running = Optional.empty();
        fleet.contact(device);
        assertThat(fleet.offered).as("%s: %s", device.id, before.evidence()).hasSize(due ? 1 : 0);
        if (due) {
          assertThat(fleet.offered.get(0).version())
              .isEqualTo(before.target().orElseThrow().firmware().version().number());
        }
      }
    }

    /** Device by device, with the version and the encoded bytes; nobody else, and nobody twice. */
    private void theDryRunNamesWhatThenHappens() throws RefusedException {
      fleet.devices.stream()
          .filter(d -> !d.enabled && d.online)
          .forEach(d -> fleet.enable(d, true));
      NewRelease wish = wish();
      Set<String> foreseen = new TreeSet<>();
      verbs()
          .releases()
          .foreseeRelease()
          .foresee(
              wish,
              ME,
              effect -> {
                if (effect instanceof Effect.Update update) {
                  foreseen.add(line(update.device(), update.to().number(), update.encodedBytes()));
                }
              });
      fleet.offered.clear();
      Set<Long> numbers = published(wish);
      fleet.pass(Duration.ofSeconds(31));
      for (RandomFleet.Device device : fleet.devices) {
        fleet.leave(device);
        device.enabled = true;
        device.says = device.says.withFlags(Flags.DEFAULT);
        fleet.contact(device);
      }
      Set<String> happened = new TreeSet<>();
      for (RandomFleet.Offered offer : fleet.offered) {
        Optional<Long> cause =
            decision(device(offer.device())).target().flatMap(Target::release).map(Release::number);
        if (cause.filter(numbers::contains).isPresent()) {
          happened.add(line(offer.device(), offer.version(), offer.bytes()));
        }
      }
      assertThat(happened).isEqualTo(foreseen);
      foreseenUpdates += foreseen.size();
    }

    private Set<Long> published(NewRelease wish) throws RefusedException {
      if (wish.productDefault()) {
        fleet.rules.release("", wish.version().number());
      }
      wish.groups().forEach(name -> fleet.rules.release(name, wish.version().number()));
      List<Long> numbers =
          verbs().publishRelease().publish(wish, ME).releases().stream()
              .map(Release::number)
              .toList();
      releases.addAll(numbers);
      fleet.workOff();
      return Set.copyOf(numbers);
    }

    private RandomFleet.Device device(DeviceId id) {
      return fleet.devices.get((int) Long.parseLong(id.hex(), 16) - 1);
    }

    private static String line(DeviceId device, int version, long bytes) {
      return device + " gets " + version + " in " + bytes;
    }

    /** Once nothing fails any more, everybody runs what the rules chose, or a gate says why not. */
    private void everybodyArrives() throws RefusedException {
      for (Release release : verbs().releases().findHistory().ofProduct(DeviceFixtures.PRODUCT)) {
        if (release.halted().isPresent()) {
          verbs().releases().haltRelease().resume(DeviceFixtures.PRODUCT, release.number(), ME);
          fleet.workOff();
        }
      }
      for (RandomFleet.Device device : fleet.devices) {
        verbs().retryDevice().retry(device.id, ME);
        fleet.workOff();
        fleet.leave(device);
        fleet.pass(Duration.ofSeconds(31));
        fleet.contact(device);
        if (device.running.isPresent()) {
          fleet.finish(device);
        }
        Optional<Integer> target = fleet.rules.target(device.id, device.version());
        String state = fleet.view(device).state();
        boolean stays = target.isEmpty() || device.small || fleet.rules.isWithdrawn(target.get());
        if (!stays) {
          assertThat(state).as("%s", device.id).isEqualTo("UP_TO_DATE");
          assertThat(device.version()).isEqualTo(target.get());
        } else {
          assertThat(state)
              .as("%s", device.id)
              .matches("UP_TO_DATE|WITHDRAWN|NO_TARGET|DEVELOPMENT_DEVICE|INCOMPATIBLE\\(size\\)");
        }
      }
    }
  }
}
