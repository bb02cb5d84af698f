package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.firmament.protocol.codec.HelloCodec;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.server.app.HelloReply;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.elements.MapBasedEndpointContext.Attributes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strangers and bad devices do: each gets a clear answer, and others notice nothing. */
class HostileTest {
  private static final Attributes AS_IT_IS = new Attributes();

  @TempDir private Path directory;
  private DoorFixture door;

  @BeforeEach
  void make() throws Exception {
    door = new DoorFixture(directory);
  }

  @AfterEach
  void close() {
    door.close();
  }

  private static Request hello() {
    return TestDevice.request(Code.POST, "h", DoorFixture.hello());
  }

  private void othersNoticeNothing() {
    TestDevice other =
        door.device(door.endpoint().address(), DoorFixture.OTHER, DoorFixture.OTHER_KEY);
    assertThat(other.post("h", DoorFixture.hello()).getCode()).isEqualTo(ResponseCode.CHANGED);
  }

  @Test
  void unknown_psk_identity_fails_the_handshake_at_once_and_leaves_nothing() throws Exception {
    door.start();
    TestDevice stranger =
        door.device(door.endpoint().address(), "ffffffffffffffffffffffff", DoorFixture.KEY);

    assertThat(stranger.tryToAsk(hello(), AS_IT_IS, 10)).isEmpty();

    assertThat(stranger.handshakes()).isEmpty();
    await().untilAsserted(() -> assertThat(door.endpoint().connections()).isZero());
    assertThat(door.requests.calls()).isEmpty();
    othersNoticeNothing();
  }

  @Test
  void identity_in_another_spelling_is_unknown() throws Exception {
    door.start();
    String upperCase = DoorFixture.ID.toUpperCase(java.util.Locale.ROOT);
    TestDevice stranger = door.device(door.endpoint().address(), upperCase, DoorFixture.KEY);

    assertThat(stranger.tryToAsk(hello(), AS_IT_IS, 10)).isEmpty();
    assertThat(stranger.handshakes()).isEmpty();
  }

  @Test
  void device_with_another_devices_key_fails_the_handshake() throws Exception {
    door.start();
    TestDevice thief =
        door.device(door.endpoint().address(), DoorFixture.ID, DoorFixture.OTHER_KEY);

    assertThat(thief.tryToAsk(hello(), AS_IT_IS, 2)).isEmpty();

    assertThat(thief.handshakes()).isEmpty();
    assertThat(door.requests.calls()).isEmpty();
    othersNoticeNothing();
  }

  @Test
  void another_devices_id_in_a_hello_is_refused_since_there_is_no_such_key() throws Exception {
    door.start();
    TestDevice device = door.device();
    byte[] full = HelloCodec.encode(PushTest.fullHello(1));
    byte[] withId = withKey(full, 19, DoorFixture.OTHER);

    Response answer = device.post("h", withId);

    assertThat(answer.getCode()).isEqualTo(ResponseCode.BAD_REQUEST);
    assertThat(answer.getPayloadString()).contains("the key 19");
  }

  @Test
  void hello_of_another_product_is_4_09() throws Exception {
    door.start();
    TestDevice device = door.device();
    FullHello hello = PushTest.fullHello(1);
    FullHello.Facts facts = hello.facts();
    FullHello stranger =
        HelloCodec.full(
            hello.flags(),
            new FullHello.Facts(
                facts.protocol(),
                new io.firmament.protocol.value.ProductId(8),
                facts.platform(),
                facts.modules(),
                facts.bootCount(),
                facts.bootReason(),
                facts.outcome(),
                facts.floors(),
                facts.codings(),
                facts.slots(),
                facts.blockSize(),
                facts.window(),
                facts.root()),
            hello.vitals());

    Response answer = device.post("h", HelloCodec.encode(stranger));

    assertThat(answer.getCode()).isEqualTo(ResponseCode.CONFLICT);
    assertThat(answer.getPayloadString()).isEqualTo("product: expected 7, found 8");
  }

  @Test
  void datagrams_that_are_no_records_are_ignored() throws Exception {
    door.start();
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int length : new int[] {0, 1, 13, 100, 1400}) {
        socket.send(new DatagramPacket(new byte[length], length, door.endpoint().address()));
      }
    }

    othersNoticeNothing();
  }

  @Test
  void more_unanswered_requests_than_allowed_get_5_03() throws Exception {
    CoapSettings s = door.settings();
    door.with(limited(s, s.maxConnections(), s.maxHandshakesFromHost(), 2)).start();
    TestDevice device = door.device();
    device.post("h", DoorFixture.hello());
    CompletableFuture<HelloReply> held = new CompletableFuture<>();
    door.requests.hold = held;
    List<CompletableFuture<Response>> first = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      first.add(device.start(hello()));
    }
    await().untilAsserted(() -> assertThat(door.requests.calls()).hasSize(4));

    assertThat(device.post("h", DoorFixture.hello()).getCode())
        .isEqualTo(ResponseCode.SERVICE_UNAVAILABLE);
    door.requests.hold = null;
    othersNoticeNothing();
    held.complete(new HelloReply.Answered(new HelloAnswer.Nothing()));
    for (CompletableFuture<Response> answer : first) {
      assertThat(answer.get().getCode()).isEqualTo(ResponseCode.CHANGED);
    }
  }

  @Test
  void handshakes_beyond_the_limit_of_a_host_are_refused() throws Exception {
    CoapSettings s = door.settings();
    door.with(limited(s, s.maxConnections(), 1, s.queuePerDevice())).start();
    CountDownLatch slow = new CountDownLatch(1);
    door.requests.whenKeyIsAsked =
        () -> {
          try {
            slow.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    TestDevice first = door.device();
    CompletableFuture<Response> answer = first.start(hello());
    await().untilAsserted(() -> assertThat(door.endpoint().handshakes()).isEqualTo(1));
    TestDevice second =
        door.device(door.endpoint().address(), DoorFixture.OTHER, DoorFixture.OTHER_KEY);

    Optional<Response> refused = second.tryToAsk(hello(), AS_IT_IS, 10);
    slow.countDown();

    assertThat(refused).isEmpty();
    assertThat(answer.get().getCode()).isEqualTo(ResponseCode.CHANGED);
    await().untilAsserted(() -> assertThat(door.endpoint().handshakes()).isZero());
    othersNoticeNothing();
  }

  @Test
  void connections_beyond_the_limit_are_refused_and_the_others_live_on() throws Exception {
    CoapSettings s = door.settings();
    door.with(limited(s, 1, s.maxHandshakesFromHost(), s.queuePerDevice())).start();
    TestDevice first = door.device();
    first.post("h", DoorFixture.hello());
    TestDevice second =
        door.device(door.endpoint().address(), DoorFixture.OTHER, DoorFixture.OTHER_KEY);

    assertThat(second.isRefused(hello(), AS_IT_IS)).isTrue();

    assertThat(first.post("h", DoorFixture.hello()).getCode()).isEqualTo(ResponseCode.CHANGED);
    assertThat(door.endpoint().connections()).isEqualTo(1);
  }

  @Test
  void failing_use_case_is_5_00_and_nothing_more() throws Exception {
    door.start();
    TestDevice device = door.device();
    device.post("h", DoorFixture.hello());
    door.requests.hold = CompletableFuture.failedFuture(new IllegalStateException("disk"));

    Response answer = device.post("h", DoorFixture.hello());

    assertThat(answer.getCode()).isEqualTo(ResponseCode.INTERNAL_SERVER_ERROR);
    assertThat(answer.getPayloadSize()).isZero();
    door.requests.hold = null;
    assertThat(device.post("h", DoorFixture.hello()).getCode()).isEqualTo(ResponseCode.CHANGED);
  }

  @Test
  void device_has_one_connection_whatever_it_does() throws Exception {
    door.start();
    for (int i = 0; i < 3; i++) {
      door.device().post("h", DoorFixture.hello());
    }

    await().untilAsserted(() -> assertThat(door.endpoint().connections()).isEqualTo(1));
    assertThat(door.requests.calls()).doesNotContain("lost");
  }

  /** A map with one key more behind its last one. */
  private static byte[] withKey(byte[] map, int key, String value) {
    byte[] text = value.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    byte[] longer = java.util.Arrays.copyOf(map, map.length + 3 + text.length);
    longer[0]++;
    longer[map.length] = (byte) key;
    longer[map.length + 1] = 0x78;
    longer[map.length + 2] = (byte) text.length;
    System.arraycopy(text, 0, longer, map.length + 3, text.length);
    return longer;
  }

  static CoapSettings limited(CoapSettings s, int connections, int handshakesFromHost, int queue) {
    return new CoapSettings(
        s.address(),
        s.nodeId(),
        connections,
        s.staleAfter(),
        s.maxHandshakes(),
        handshakesFromHost,
        queue,
        s.workers(),
        s.sessionLife());
  }
}
