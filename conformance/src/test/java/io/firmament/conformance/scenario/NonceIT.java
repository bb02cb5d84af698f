package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.cli.process.CommandProcess;
import io.firmament.server.coap.CapturedRecords;
import io.firmament.server.coap.CapturedRecords.Direction;
import io.firmament.server.coap.UdpRelay;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The processes of server and device are killed with -9 around the moment at which saved state is
 * loaded and used first; all that passes between them is captured, and no nonce comes twice under
 * one key.
 */
class NonceIT {
  private static final int LONGEST_DELAY_NANOS = 20_000_000;

  @TempDir Path folder;
  private final CapturedRecords captured = new CapturedRecords();
  private final AtomicInteger up = new AtomicInteger();
  private final AtomicInteger down = new AtomicInteger();
  private Cloud cloud;
  private UdpRelay relay;
  private FieldDevice device;
  private CommandProcess process;
  private int loads;

  @BeforeEach
  void a_device_says_hello_every_second() throws Exception {
    cloud = Cloud.start(folder, List.of("-XX:TieredStopAtLevel=1"));
    String product = cloud.operator().product("Captured");
    InetAddress here = InetAddress.getLoopbackAddress();
    relay = new UdpRelay(new InetSocketAddress(here, cloud.coapPort()));
    relay.tap(datagram -> note(Direction.UP, up, datagram));
    relay.tapDown(datagram -> note(Direction.DOWN, down, datagram));
    device =
        FieldDevice.add(cloud, product, "0123456789abcdef00000009", Images.of(1, 5_000))
            .through(relay.address().getPort());
    startDevice();
    awaitAnswers();
  }

  @AfterEach
  void end() {
    process.close();
    cloud.close();
    relay.close();
  }

  private void note(Direction direction, AtomicInteger count, byte[] datagram) {
    captured.add(direction, datagram);
    count.incrementAndGet();
  }

  @Test
  void no_nonce_comes_twice_whoever_is_killed_between_load_and_first_record() throws Exception {
    killed(1, 20_263);
    assertThatASecondLoadIsNoticed();
  }

  @Test
  @Tag("sweep")
  void no_nonce_comes_twice_in_many_kills() throws Exception {
    killed(25, System.nanoTime());
  }

  /** The proof of the proof: what two processes load one after the other repeats nonces. */
  private void assertThatASecondLoadIsNoticed() throws Exception {
    cloud.stop();
    byte[] once = Files.readAllBytes(cloud.savedConnections());
    cloud.start();
    awaitAnswers();
    assertThat(captured.repeated()).isEmpty();

    cloud.kill();
    Files.write(cloud.savedConnections(), once);
    cloud.start();

    await("a repetition", () -> !captured.repeated().isEmpty());
    assertThat(captured.repeated()).anyMatch(nonce -> nonce.startsWith("DOWN"));
  }

  /** When a process is killed, counted from a graceful stop of the server. */
  private enum Moment {
    SERVER_HAS_REMOVED_WHAT_IT_LOADED,
    SERVER_HAS_SENT_ITS_FIRST_RECORD,
    DEVICE_HAS_SENT_ITS_FIRST_RECORD
  }

  private void killed(int rounds, long seed) throws Exception {
    Random random = new Random(seed);
    Map<String, Integer> kills = new TreeMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Moment moment : Moment.values()) {
        Duration delay = Duration.ofNanos(round == 0 ? 0 : random.nextInt(LONGEST_DELAY_NANOS));
        killed(moment, delay);
        kills.merge(moment.name(), 1, Integer::sum);
        assertThat(captured.repeated()).as("seed %d, round %d, %s", seed, round, moment).isEmpty();
      }
    }
    System.out.printf(
        "nonces: kill -9 %s, seed %d: %d records under %d keys, none twice; loaded %d times%n",
        kills, seed, captured.records(), captured.keys(), loads);
    assertThat(loads).as("of two that can be seen in each round").isGreaterThan(rounds);
    assertThat(captured.keys()).isGreaterThan(4 * rounds);
  }

  private void killed(Moment moment, Duration delay) throws Exception {
    cloud.stop();
    assertThat(cloud.savedConnections()).as("there is something to load").exists();
    int before = down.get();
    cloud.launch();
    switch (moment) {
      case SERVER_HAS_REMOVED_WHAT_IT_LOADED -> {
        spin(() -> !Files.exists(cloud.savedConnections()));
        LockSupport.parkNanos(delay.toNanos());
        cloud.kill();
        restartBoth();
      }
      case SERVER_HAS_SENT_ITS_FIRST_RECORD -> {
        awaitLoaded(before);
        LockSupport.parkNanos(delay.toNanos());
        cloud.kill();
        restartBoth();
      }
      case DEVICE_HAS_SENT_ITS_FIRST_RECORD -> {
        awaitLoaded(before);
        process.kill();
        int said = up.get();
        startDevice();
        spin(() -> up.get() > said);
        LockSupport.parkNanos(delay.toNanos());
        process.kill();
        startDevice();
      }
    }
    awaitAnswers();
  }

  /** The server speaks on the connection of before: no handshake has made new keys. */
  private void awaitLoaded(int before) {
    int keys = captured.keys();
    spin(() -> down.get() > before);
    loads += captured.keys() == keys ? 1 : 0;
  }

  /** The device would notice by itself, after 14 s. */
  private void restartBoth() throws Exception {
    assertThat(cloud.savedConnections()).as("what was loaded is gone for good").doesNotExist();
    process.kill();
    cloud.start();
    startDevice();
  }

  private void startDevice() throws Exception {
    process = device.start("--hello-every", "1", "--until-version", "2", "--timeout", "3600");
  }

  private void awaitAnswers() {
    int before = captured.records();
    int heard = down.get();
    await("answers", () -> down.get() > heard && captured.records() > before + 1);
  }

  private static void await(String what, BooleanSupplier condition) {
    Awaitility.await(what).atMost(Cloud.PATIENCE).until(condition::getAsBoolean);
  }

  /** Waits as closely as possible: what is awaited lasts less than a millisecond. */
  private static void spin(BooleanSupplier condition) {
    Awaitility.await()
        .atMost(Cloud.PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofNanos(100_000))
        .until(condition::getAsBoolean);
  }
}
