package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.Goodbye;
import io.firmament.protocol.message.ModuleState;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.ReportId;
import io.firmament.protocol.message.Status;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.trigger.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who is told to be here, and what a boot is told as. */
class PresenceTest {
  private static final String ONLINE = "spark/status=online";
  private static final String OFFLINE = "spark/status=offline";

  private final ServerFixture server = ServerFixture.ready();
  private final DeviceFixtures device = DeviceFixtures.fresh().running(1, ServerFixture.image(1));

  /** The sequence of Particle's documentation, in names and order. */
  @Test
  void lock_and_flash_is_told_as_documented() throws RefusedException {
    server.upload(2);
    server.workOff();
    server.handshake(device);
    final int before = server.told().size();

    server.lock(2, true);
    server.workOff();
    Offer offer = server.link.offers.get(0);
    server.status(offer, Status.Phase.STARTED);
    server.status(offer, Status.Phase.VERIFYING);
    server.status(offer, Status.Phase.REBOOTING);
    server.handshake(device.booted().running(2, ServerFixture.image(2)).inState(ModuleState.TRIAL));
    server.handshake(device.booted().running(2, ServerFixture.image(2)));

    assertThat(server.told().stream().skip(before).filter(e -> !e.startsWith("firmament/")))
        .containsExactly(
            "spark/status=auto-update",
            "spark/flash/status=started ",
            "spark/flash/status=success ",
            OFFLINE,
            ONLINE,
            "spark/device/last_reset=power",
            "particle/device/updates/forced=false",
            "spark/device/app-hash=" + ServerFixture.image(2).hex(),
            "particle/device/updates/pending=false",
            "particle/device/updates/enabled=true");
    assertThat(
            server.store.events(0, 1000).stream()
                .filter(e -> e.event().data().equals("online"))
                .map(e -> e.event().version()))
        .as("the version that it runs by then")
        .containsExactly(1, 2);
  }

  @Test
  void device_is_told_to_be_online_when_it_has_said_what_it_runs() {
    server.devices().noteContact().connected(ServerFixture.ID, Trigger.HANDSHAKE, "a", none());
    assertThat(server.told()).doesNotContain(ONLINE);

    server.hello(device.hello());

    assertThat(server.told()).containsOnlyOnce(ONLINE);
  }

  @Test
  void silent_device_is_told_to_be_online_when_it_is_asked() {
    server.devices().noteContact().connected(ServerFixture.ID, Trigger.RESUME, "a", none());
    server.pass(Duration.ofSeconds(10));
    look();

    assertThat(server.told()).containsOnlyOnce(ONLINE);
  }

  @Test
  void power_cut_that_nobody_noticed_is_told_when_the_device_is_back() {
    server.handshake(device);
    int before = server.told().size();

    server.handshake(device.booted());

    assertThat(server.told().subList(before, before + 3))
        .containsExactly(OFFLINE, ONLINE, "spark/device/last_reset=power");
  }

  @Test
  void device_that_missed_its_hello_and_answers_stays_online() {
    contactsEvery(Duration.ofMinutes(1), 4);

    server.pass(Duration.ofSeconds(151));
    look();

    assertThat(server.link.pings).isEqualTo(1);
    assertThat(server.told()).doesNotContain(OFFLINE);
    server.pass(Duration.ofSeconds(151));
    look();
    assertThat(server.link.pings).as("it has shown that it can be silent for longer").isEqualTo(1);
    assertThat(server.view().online()).isTrue();
  }

  @Test
  void device_that_missed_its_hello_and_does_not_answer_is_offline() {
    contactsEvery(Duration.ofMinutes(1), 4);
    server.link.connected = false;

    server.pass(Duration.ofSeconds(149));
    look();
    assertThat(server.view().online()).isTrue();
    server.pass(Duration.ofSeconds(2));
    look();

    assertThat(server.link.pings).isEqualTo(1);
    assertThat(server.told()).containsOnlyOnce(OFFLINE);
    assertThat(server.view().online()).isFalse();
  }

  @Test
  void device_that_comes_once_in_six_hours_is_not_missed_before_it_is_due() {
    contactsEvery(Duration.ofHours(6), 4);

    server.pass(Duration.ofHours(11));
    look();

    assertThat(server.link.pings).isZero();
    assertThat(server.view().online()).isTrue();
  }

  @Test
  void killed_server_tells_of_those_who_do_not_come_back_and_of_nobody_twice() {
    server.handshake(device);
    server.restart();
    look();
    server.pass(Duration.ofSeconds(31));
    look();
    look();

    assertThat(server.told()).containsOnlyOnce(OFFLINE);
    server.handshake(device);
    assertThat(server.told().stream().filter(ONLINE::equals)).hasSize(2);
  }

  @Test
  void killed_server_tells_nothing_of_those_who_come_back_at_once() {
    server.handshake(device);
    server.restart();
    look();
    server.pass(Duration.ofSeconds(5));
    server.devices().noteContact().connected(ServerFixture.ID, Trigger.RESUME, "a", none());
    server.hello(ServerFixture.shortOf(device));
    server.pass(Duration.ofSeconds(60));
    look();

    assertThat(server.told()).containsOnlyOnce(ONLINE).doesNotContain(OFFLINE);
  }

  @Test
  void online_and_offline_are_told_in_turns_whatever_happens() {
    for (int seed = 0; seed < 60; seed++) {
      ServerFixture other = ServerFixture.ready();
      new Life(other, new Random(seed)).live(40);

      List<String> told =
          other.told().stream().filter(e -> e.equals(ONLINE) || e.equals(OFFLINE)).toList();
      for (int i = 0; i < told.size(); i++) {
        assertThat(told.get(i))
            .as("seed %d: %s", seed, told)
            .isEqualTo(i % 2 == 0 ? ONLINE : OFFLINE);
      }
      other.devices().lookAfterSessions().look();
      boolean last = !told.isEmpty() && told.get(told.size() - 1).equals(ONLINE);
      assertThat(other.view().online()).as("seed %d: stream and API agree", seed).isEqualTo(last);
    }
  }

  /** A device and a server to which things happen. */
  private static final class Life {
    private final ServerFixture server;
    private final Random random;
    private DeviceFixtures device = DeviceFixtures.fresh().running(1, ServerFixture.image(1));
    private long reports;

    private Life(ServerFixture server, Random random) {
      this.server = server;
      this.random = random;
    }

    private void live(int steps) {
      for (int i = 0; i < steps; i++) {
        step();
        server.workOff();
      }
      server.pass(Duration.ofSeconds(31));
      server.devices().lookAfterSessions().look();
      server.pass(Duration.ofSeconds(31));
      server.devices().lookAfterSessions().look();
      server.workOff();
    }

    private void step() {
      switch (random.nextInt(8)) {
        case 0 -> {
          device = device.booted();
          server.handshake(device);
        }
        case 1 -> server.handshake(device);
        case 2 -> server.devices().noteContact().heard(ServerFixture.ID, "a");
        case 3 ->
            ServerFixture.now(
                server
                    .devices()
                    .recordGoodbye()
                    .record(
                        ServerFixture.ID,
                        new Goodbye(
                            new ReportId(device.bootCount(), ++reports), Goodbye.Why.SLEEP, 60)));
        case 4 -> server.devices().noteContact().lost(ServerFixture.ID);
        case 5 -> server.restart();
        case 6 -> server.link.connected = random.nextBoolean();
        default -> {
          server.pass(Duration.ofSeconds(1 + random.nextInt(3_000)));
          server.devices().lookAfterSessions().look();
        }
      }
    }
  }

  private void contactsEvery(Duration silence, int times) {
    server.handshake(device);
    for (int i = 0; i < times; i++) {
      server.pass(silence);
      server.hello(ServerFixture.shortOf(device));
    }
  }

  private void look() {
    server.devices().lookAfterSessions().look();
    server.workOff();
  }

  private static Optional<Duration> none() {
    return Optional.empty();
  }
}
