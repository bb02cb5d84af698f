package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.firmament.protocol.message.Cancel;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.app.PortTraffic;
import io.firmament.server.app.WireMeter;
import io.firmament.server.transfer.Octets;
import io.firmament.server.transfer.WireBytes;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Option;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.coap.option.StandardOptionRegistry;
import org.eclipse.californium.elements.MapBasedEndpointContext.Attributes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's ledger against a relay that counts every datagram at its port (feature OBS3). */
class WireLedgerTest {
  private static final DeviceId ID = new DeviceId(DoorFixture.ID);
  private static final String BLOB = "b/AAAAAAAAAAAA";
  private static final Octets NOTHING = Octets.NONE;

  @TempDir private Path directory;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private DoorFixture door;
  private UdpRelay relay;
  private TestDevice device;

  @BeforeEach
  void open() throws Exception {
    door = new DoorFixture(directory).start();
    door.requests.blob("AAAAAAAAAAAA", new byte[4096]);
    relay = door.relay();
    device = door.device(relay.address());
  }

  @AfterEach
  void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
    door.close();
  }

  @Test
  void each_kind_is_what_the_relay_saw_to_the_octet() {
    device.post("h", DoorFixture.hello());
    settle();
    WireBytes greeted = meter().of(ID);
    int first = relay.up().get(relay.up().size() - 1);
    int answer = relay.down().get(relay.down().size() - 1);
    assertThat(greeted.control()).as("the hello").isEqualTo(new Octets(first, answer));
    assertThat(greeted.handshake()).isEqualTo(captured().minus(new Octets(first, answer)));
    assertThat(greeted.firmware()).isEqualTo(NOTHING);

    assertThat(change(() -> device.ask(block(0))).firmware()).isEqualTo(since());
    assertThat(change(() -> device.ask(block(1))).firmware()).isEqualTo(since());
    assertThat(change(() -> device.ask(block(0))).repeated()).as("again").isEqualTo(since());
    assertThat(change(() -> device.get("t")).control()).isEqualTo(since());
    assertThat(
            change(
                    () ->
                        device.ask(
                            TestDevice.request(Code.POST, "h", DoorFixture.hello()),
                            TestDevice.RESUME))
                .handshake()
                .sum())
        .as("an abbreviated handshake")
        .isPositive();
    assertThat(unattributed()).isEqualTo(NOTHING);
  }

  @Test
  void push_is_charged_to_the_device_before_it_has_said_a_word_since_the_restart()
      throws Exception {
    device.post("h", DoorFixture.hello());
    settle();
    door.stopGracefully();
    relay.startCounting();
    door.start();

    door.endpoint().link().cancel(ID, new Cancel(7)).toCompletableFuture().join();

    settle();
    assertThat(relay.up()).hasSize(1);
    assertThat(meter().of(ID).control()).isEqualTo(captured());
    assertThat(unattributed()).isEqualTo(NOTHING);
  }

  @Test
  void device_pays_at_its_new_address_too() {
    device.post("h", DoorFixture.hello());
    settle();
    for (int move = 0; move < 3; move++) {
      relay.rebind();
      Response challenge = device.ask(block(move));
      assertThat(challenge.getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
      Option echo = challenge.getOptions().getOtherOption(StandardOptionRegistry.ECHO);
      Request proof = block(move);
      proof.getOptions().addOtherOption(StandardOptionRegistry.ECHO.create(echo.getValue()));
      assertThat(device.ask(proof).getCode()).isEqualTo(ResponseCode.CONTENT);
      settle();
    }

    assertThat(meter().of(ID).total()).isEqualTo(captured());
    assertThat(unattributed()).isEqualTo(NOTHING);
  }

  @Test
  void what_a_stranger_sends_is_counted_and_charged_to_nobody() throws Exception {
    List<byte[]> copies = new CopyOnWriteArrayList<>();
    relay.tap(copies::add);
    device.post("h", DoorFixture.hello());
    device.ask(block(0));
    settle();
    WireBytes before = meter().of(ID);
    Stranger stranger = stranger();
    for (byte[] copy : copies) {
      stranger.send(copy);
      byte[] spoiled = copy.clone();
      spoiled[spoiled.length - 1] ^= 1;
      stranger.send(spoiled);
      stranger.send(Arrays.copyOf(copy, copy.length / 2));
    }
    stranger.send(new byte[] {1});
    stranger.send(new byte[60_000]);

    await()
        .untilAsserted(
            () ->
                assertThat(meter().total())
                    .isEqualTo(
                        captured()
                            .plus(new Octets(stranger.octetsSent(), stranger.octetsReceived()))));
    assertThat(unattributed())
        .isEqualTo(new Octets(stranger.octetsSent(), stranger.octetsReceived()));
    assertThat(meter().of(ID)).isEqualTo(before);
    assertThat(stranger.octetsReceived()).as("a HelloVerifyRequest at least").isPositive();
  }

  @Test
  void handshake_with_a_wrong_key_is_charged_to_nobody() {
    TestDevice liar = door.device(relay.address(), DoorFixture.OTHER, DoorFixture.KEY);

    liar.tryToAsk(TestDevice.request(Code.POST, "h", DoorFixture.hello()), new Attributes(), 2);
    liar.close();

    await().untilAsserted(() -> assertThat(meter().total()).isEqualTo(captured()));
    assertThat(unattributed()).isEqualTo(meter().total());
  }

  @Test
  void several_devices_pay_each_for_itself() throws Exception {
    UdpRelay second = door.relay();
    TestDevice other = door.device(second.address(), DoorFixture.OTHER, DoorFixture.OTHER_KEY);
    device.post("h", DoorFixture.hello());
    other.post("h", DoorFixture.hello());
    device.ask(block(0));
    settle();

    await().untilAsserted(() -> assertThat(meter().of(ID).total()).isEqualTo(captured(relay)));
    assertThat(meter().of(new DeviceId(DoorFixture.OTHER)).total()).isEqualTo(captured(second));
    assertThat(unattributed()).isEqualTo(NOTHING);
  }

  @Test
  void connection_whose_place_another_one_took_is_remembered_no_more() {
    for (int i = 0; i < 3; i++) {
      device.ask(TestDevice.request(Code.POST, "h", DoorFixture.hello()), TestDevice.RESUME);
    }

    await().untilAsserted(() -> assertThat(((WireLedger) meter()).connections()).isEqualTo(1));
    assertThat(unattributed()).isEqualTo(NOTHING);
  }

  private interface Doing {
    void run();
  }

  private WireBytes before = WireBytes.NONE;
  private Octets capturedBefore = NOTHING;

  /** What the ledger says that something has cost. */
  private WireBytes change(Doing doing) {
    settle();
    before = meter().of(ID);
    capturedBefore = captured();
    doing.run();
    settle();
    return meter().of(ID).minus(before);
  }

  /** What the relay says that it has cost. */
  private Octets since() {
    return captured().minus(capturedBefore);
  }

  private void settle() {
    List<Octets> seen = new ArrayList<>();
    await()
        .until(
            () -> {
              seen.add(captured());
              boolean still = seen.size() > 1 && seen.get(seen.size() - 2).equals(captured());
              return still && meter().total().equals(captured()) || seen.size() > 20;
            });
  }

  private WireMeter meter() {
    return door.endpoint().meter();
  }

  private Octets unattributed() {
    return PortTraffic.of(meter()).unattributed();
  }

  private Octets captured() {
    return captured(relay);
  }

  private static Octets captured(UdpRelay relay) {
    return new Octets(
        relay.up().stream().mapToLong(Integer::longValue).sum(),
        relay.down().stream().mapToLong(Integer::longValue).sum());
  }

  private Stranger stranger() throws Exception {
    Stranger stranger = new Stranger(door.endpoint().address());
    open.push(stranger);
    return stranger;
  }

  private static Request block(int number) {
    Request request = TestDevice.request(Code.GET, BLOB, new byte[0]);
    request.getOptions().setBlock2(6, false, number);
    return request;
  }
}
