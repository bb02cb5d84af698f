package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.message.Cancel;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.coap.CapturedRecords.Direction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.elements.MapBasedEndpointContext.Attributes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is stopped, killed or restarted, and whenever: no nonce comes twice under one key. All
 * that passes between the device and the server is captured.
 */
class NonceTest {
  private static final DeviceId ID = new DeviceId(DoorFixture.ID);
  private static final int STEPS = 60;

  @TempDir private Path directory;
  private final CapturedRecords captured = new CapturedRecords();
  private DoorFixture door;
  private UdpRelay relay;
  private TestDevice device;
  private boolean associated;

  @BeforeEach
  void open() throws Exception {
    door = new DoorFixture(directory).start();
    door.requests.blob("AAAAAAAAAAAA", new byte[8192]);
    relay = door.relay();
    relay.tap(datagram -> captured.add(Direction.UP, datagram));
    relay.tapDown(datagram -> captured.add(Direction.DOWN, datagram));
    device = door.device(relay.address());
    hello();
  }

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void no_nonce_comes_twice_whoever_is_killed() throws Exception {
    assertNoneComesTwice(20260301);
  }

  @Tag("sweep")
  @RepeatedTest(100)
  void no_nonce_comes_twice_in_a_hundred_runs(RepetitionInfo run) throws Exception {
    assertNoneComesTwice(run.getCurrentRepetition());
  }

  private void assertNoneComesTwice(long seed) throws Exception {
    Random chance = new Random(seed);
    for (int i = 0; i < STEPS; i++) {
      step(chance.nextInt(9));
    }
    System.out.println(
        "nonces: seed %d, %d steps, %d records under %d keys"
            .formatted(seed, STEPS, captured.records(), captured.keys()));
    assertThat(captured.repeated()).isEmpty();
    assertThat(captured.records()).isGreaterThan(STEPS);
    assertThat(captured.keys()).isGreaterThan(10);
  }

  private void step(int what) throws Exception {
    switch (what) {
      case 0, 1 -> hello();
      case 2 -> blocks();
      case 3 -> push();
      case 4 -> relay.rebind();
      case 5 -> {
        door.stopGracefully();
        door.start();
      }
      case 6 -> {
        // Killed exactly between loading the saved connections and the first record.
        door.stopGracefully();
        door.start();
        killServer();
      }
      case 7 -> killServer();
      default -> {
        device.close();
        device = door.device(relay.address());
        hello();
      }
    }
  }

  private void killServer() throws Exception {
    door.crash();
    door.start();
    associated = false;
  }

  private void hello() {
    Request hello = TestDevice.request(Code.POST, "h", DoorFixture.hello());
    Attributes handshake =
        associated || device.handshakes().isEmpty() ? new Attributes() : TestDevice.RESUME;
    device.ask(hello, handshake);
    associated = true;
  }

  private void blocks() {
    hello();
    for (int block = 0; block < 4; block++) {
      Request get = TestDevice.request(Code.GET, "b/AAAAAAAAAAAA", new byte[0]);
      get.getOptions().setBlock2(6, false, block);
      device.ask(get);
    }
  }

  private void push() throws Exception {
    hello();
    cancel();
  }

  private void cancel() throws Exception {
    door.endpoint()
        .link()
        .cancel(ID, new Cancel(1))
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  /** The proof of the proof: connections that are loaded twice are noticed. */
  @Test
  void connections_that_are_loaded_twice_are_noticed() throws Exception {
    door.stopGracefully();
    Path saved = door.state.connections().path();
    byte[] once = Files.readAllBytes(saved);
    door.start();
    cancel();
    assertThat(captured.repeated()).isEmpty();

    door.crash();
    Files.write(saved, once);
    door.start();
    door.endpoint().link().cancel(ID, new Cancel(1));

    org.awaitility.Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(captured.repeated())
                    .anyMatch(nonce -> nonce.contains("sequence number"))
                    .anyMatch(nonce -> nonce.contains("nonce")));
  }
}
