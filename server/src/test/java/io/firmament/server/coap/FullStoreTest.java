package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.elements.MapBasedEndpointContext.Attributes;
import org.eclipse.californium.elements.util.ClockUtil;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A door that has as many connections as it may have: who comes gets the place of one that has been
 * silent for too long, or hears no at once. The test owns the clock of DTLS.
 */
class FullStoreTest {
  private static final Attributes AS_IT_IS = new Attributes();

  /** Octets of an alert in clear: a record's header, a level and a description. */
  private static final int ALERT = 13 + 2;

  @TempDir private Path directory;
  private volatile long sleptNanos;
  private DoorFixture door;
  private TestDevice first;

  @BeforeEach
  void fill() throws Exception {
    ClockUtil.setRealtimeHandler(() -> System.nanoTime() + sleptNanos);
    door = new DoorFixture(directory);
    door.with(HostileTest.limited(door.settings(), 1, 100, 256)).start();
    first = door.device();
    first.post("h", DoorFixture.hello());
  }

  @AfterEach
  void close() {
    door.close();
    ClockUtil.setRealtimeHandler(System::nanoTime);
  }

  /**
   * Lets the connection that there is become stale. Scandium counts its age from when an answer has
   * left, which is later than when it is here: the restart waits for that.
   */
  private void fallSilent() throws IOException {
    door.stopGracefully();
    door.start();
    sleptNanos += Duration.ofHours(49).toNanos();
    door.clock.advance(Duration.ofHours(49));
  }

  @Test
  void newcomer_takes_the_place_of_a_connection_that_is_stale() throws Exception {
    fallSilent();
    UdpRelay relay = door.relay();
    TestDevice newcomer = newcomer(relay);

    newcomer.post("h", DoorFixture.hello());

    assertThat(newcomer.handshakes()).containsExactly("full");
    assertThat(relay.up()).as("two hellos, the end, a request").hasSize(4);
    assertThat(door.endpoint().connections()).isEqualTo(1);
    await().untilAsserted(() -> assertThat(door.requests.calls()).contains("lost"));
  }

  @Test
  void device_that_was_given_up_is_heard_no_more_and_its_session_is_kept() throws Exception {
    fallSilent();
    newcomer(door.relay()).post("h", DoorFixture.hello());
    door.requests.forgetCalls();

    assertThat(first.tryToAsk(hello(), AS_IT_IS, 1)).isEmpty();
    fallSilent();
    first.ask(hello(), TestDevice.RESUME);

    assertThat(first.handshakes()).containsExactly("full", "abbreviated");
    await()
        .untilAsserted(() -> assertThat(door.requests.calls()).contains("resume", "hello", "lost"));
  }

  @Test
  void newcomer_is_refused_with_a_few_datagrams_while_none_is_stale() throws Exception {
    UdpRelay relay = door.relay();
    TestDevice newcomer = newcomer(relay);

    assertThat(newcomer.isRefused(hello(), AS_IT_IS)).isTrue();
    assertThat(newcomer.isRefused(hello(), AS_IT_IS)).isTrue();

    assertThat(relay.up()).as("three hellos each time").hasSize(6);
    assertThat(relay.down()).as("two cookies and an alert each time").hasSize(6).contains(ALERT);
    assertThat(first.post("h", DoorFixture.hello()).getCode()).isEqualTo(ResponseCode.CHANGED);
    assertThat(first.handshakes()).containsExactly("full");
    assertThat(door.endpoint().connections()).isEqualTo(1);
    assertThat(door.endpoint().handshakes()).isZero();
  }

  @Test
  void cookie_that_is_not_the_right_one_is_asked_for_once_more_and_then_refused() throws Exception {
    byte[] hello = RawClientHello.proposing(0xC0A8, new byte[0]);
    byte[] withCookie = RawClientHello.withCookie(hello, new byte[32]).orElseThrow();
    byte[] onceMore = withCookie.clone();
    onceMore[10]++;
    onceMore[18]++;

    assertThat(RawClientHello.cookie(answer(withCookie))).as("it may be late").isPresent();
    assertThat(answer(onceMore)).hasSize(ALERT).startsWith(21, 0xFE, 0xFD);
  }

  @Test
  void where_a_connection_went_is_forgotten_with_it() {
    UnprovenAddresses addresses = new UnprovenAddresses();
    ConnectionId connection = new ConnectionId(new byte[] {1});
    InetSocketAddress home = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    InetSocketAddress away = new InetSocketAddress(InetAddress.getLoopbackAddress(), 2);
    InetSocketAddress others = new InetSocketAddress(InetAddress.getLoopbackAddress(), 3);
    addresses.moved(connection, home, away);
    addresses.moved(new ConnectionId(new byte[] {2}), home, others);

    addresses.gone(connection);

    assertThat(addresses.at(away)).isEmpty();
    assertThat(addresses.at(others)).isPresent();
  }

  private byte[] answer(byte[] datagram) throws IOException {
    try (RawSocket socket = new RawSocket(door.endpoint().address())) {
      socket.send(datagram);
      return socket.receive();
    }
  }

  private TestDevice newcomer(UdpRelay relay) {
    return door.device(relay.address(), DoorFixture.OTHER, DoorFixture.OTHER_KEY);
  }

  private static Request hello() {
    return TestDevice.request(Code.POST, "h", DoorFixture.hello());
  }
}
