package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.firmament.certs.DeviceCredential;
import io.firmament.certs.RawKeyProof;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.server.app.Identification;
import io.firmament.server.device.Approval;
import io.firmament.server.device.Fingerprint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.elements.MapBasedEndpointContext.Attributes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handshakes, resumptions, wakes and restarts, on real sockets: what was sent, and why. */
class SessionsTest {
  private static final Attributes AS_IT_IS = new Attributes();

  @TempDir private Path directory;
  private DoorFixture door;
  private TestDevice device;

  @BeforeEach
  void open() throws Exception {
    door = new DoorFixture(directory).start();
    device = door.device();
  }

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void full_handshake_is_the_trigger_handshake() {
    sayHello();

    assertThat(device.handshakes()).containsExactly("full");
    assertThat(door.requests.calls()).containsExactly("handshake", "hello");
  }

  @Test
  void abbreviated_handshake_is_the_trigger_resume() {
    sayHello();
    door.requests.forgetCalls();

    device.ask(helloRequest(), TestDevice.RESUME);

    assertThat(device.handshakes()).containsExactly("full", "abbreviated");
    assertThat(door.requests.calls()).containsExactly("resume", "hello");
  }

  @Test
  void record_after_30_seconds_of_silence_is_a_wake() {
    sayHello();
    door.requests.forgetCalls();
    door.clock.advance(Duration.ofSeconds(30));

    sayHello();

    assertThat(device.handshakes()).containsExactly("full");
    assertThat(door.requests.calls()).containsExactly("wake", "hello");
  }

  @Test
  void record_within_30_seconds_is_no_wake() {
    sayHello();
    door.requests.forgetCalls();
    door.clock.advance(Duration.ofSeconds(29));

    sayHello();

    assertThat(door.requests.calls()).containsExactly("hello");
  }

  @Test
  void record_from_a_new_address_is_a_wake_without_a_handshake() throws Exception {
    UdpRelay relay = door.relay();
    TestDevice moving = door.device(relay.address());
    moving.post("h", DoorFixture.hello());
    door.requests.forgetCalls();

    relay.rebind();
    moving.post("h", DoorFixture.hello());

    assertThat(moving.handshakes()).containsExactly("full");
    assertThat(door.requests.calls()).containsExactly("wake", "hello");
  }

  @Test
  void wake_by_another_request_than_a_hello_is_answered_first_and_offered_after() {
    sayHello();
    door.requests.forgetCalls();
    door.clock.advance(Duration.ofMinutes(1));
    door.requests.manifest("AAAAAAAAAAAA", new byte[] {1});

    assertThat(device.get("m/AAAAAAAAAAAA").getCode()).isEqualTo(ResponseCode.CONTENT);

    await()
        .untilAsserted(
            () ->
                assertThat(door.requests.calls())
                    .containsExactly("wake", "manifest", "push for wake"));
  }

  @Test
  void graceful_restart_goes_on_by_connection_id_without_a_handshake() throws Exception {
    sayHello();

    door.stopGracefully();
    door.start();
    sayHello();

    assertThat(device.handshakes()).containsExactly("full");
  }

  @Test
  void graceful_restart_tells_who_is_here_and_a_crash_does_not() throws Exception {
    sayHello();
    door.requests.forgetCalls();

    door.stopGracefully();
    door.start();
    await()
        .untilAsserted(
            () -> assertThat(door.requests.calls()).anyMatch(call -> call.startsWith("revived")));
    door.crash();
    door.requests.forgetCalls();
    door.start();
    device.ask(TestDevice.request(Code.POST, "h", DoorFixture.hello()), TestDevice.RESUME);

    assertThat(door.requests.calls()).containsExactly("resume", "hello");
  }

  @Test
  void killed_server_costs_an_abbreviated_handshake() throws Exception {
    sayHello();

    door.crash();
    door.start();
    Optional<Response> unheard = device.tryToAsk(helloRequest(), AS_IT_IS, 1);
    device.ask(helloRequest(), TestDevice.RESUME);

    assertThat(unheard).isEmpty();
    assertThat(device.handshakes()).containsExactly("full", "abbreviated");
  }

  @Test
  void session_is_resumed_for_30_days_and_no_longer() {
    sayHello();
    door.clock.advance(Duration.ofDays(30).minusSeconds(1));
    device.ask(helloRequest(), TestDevice.RESUME);
    door.clock.advance(Duration.ofSeconds(1));
    device.ask(helloRequest(), TestDevice.RESUME);

    assertThat(device.handshakes()).containsExactly("full", "abbreviated", "full");
  }

  @Test
  void session_of_a_denied_device_is_not_resumed() {
    sayHello();
    door.requests.decide(DoorFixture.ID, Approval.DENIED);

    Response answer = device.ask(helloRequest(), TestDevice.RESUME);

    assertThat(answer.getCode()).isEqualTo(ResponseCode.FORBIDDEN);
    assertThat(device.handshakes()).containsExactly("full", "full");
  }

  @Test
  void session_made_with_another_key_is_not_resumed() throws Exception {
    sayHello();
    door.crash();
    door.requests.register(DoorFixture.ID, DoorFixture.OTHER_KEY);
    door.start();

    Optional<Response> answer = device.tryToAsk(helloRequest(), TestDevice.RESUME, 2);

    assertThat(answer).isEmpty();
    assertThat(device.handshakes()).containsExactly("full");
  }

  @Test
  void disconnected_device_handshakes_in_full() {
    sayHello();

    door.endpoint().link().disconnect(new DeviceId(DoorFixture.ID));
    await().untilAsserted(() -> assertThat(door.requests.calls()).endsWith("lost"));
    device.ask(helloRequest(), TestDevice.RESUME);

    assertThat(device.handshakes()).containsExactly("full", "full");
  }

  @Test
  void device_that_is_away_handshakes_in_full_after_it_was_disconnected() throws Exception {
    sayHello();
    door.crash();
    door.start();

    door.endpoint().link().disconnect(new DeviceId(DoorFixture.ID));
    device.ask(helloRequest(), TestDevice.RESUME);

    assertThat(device.handshakes()).containsExactly("full", "full");
  }

  @Test
  void key_that_is_replaced_while_its_handshake_goes_on_opens_nothing() {
    door.requests.whenKeyIsAsked =
        () -> door.requests.register(DoorFixture.ID, DoorFixture.OTHER_KEY);

    device.tryToAsk(helloRequest(), AS_IT_IS, 1);

    assertThat(device.handshakes()).as("with the key that was good").containsExactly("full");
    await().untilAsserted(() -> assertThat(door.endpoint().connections()).isZero());
    assertThat(door.requests.calls()).doesNotContain("handshake");
  }

  @Test
  void newcomer_for_whom_there_is_no_room_after_its_handshake_is_not_here() {
    DeviceCredential credential = door.pki.rawKey("aaaaaaaaaaaaaaaaaaaaaaaa");
    Digest key = Digest.of(((RawKeyProof) credential.proof()).publicKey().getEncoded());
    door.requests.whoseRawKey =
        new Identification.Known(
            new DeviceId("aaaaaaaaaaaaaaaaaaaaaaaa"),
            Fingerprint.ofRawKey(key),
            Optional.of(FakeRequests.PRODUCT));
    TestDevice newcomer = door.device(ShownKey.of(credential));

    newcomer.tryToAsk(helloRequest(), AS_IT_IS, 1);

    assertThat(newcomer.handshakes()).containsExactly("full");
    await().untilAsserted(() -> assertThat(door.endpoint().connections()).isZero());
    assertThat(door.requests.calls()).doesNotContain("handshake", "hello");
  }

  @Test
  void saved_connections_are_gone_from_the_disk_before_the_first_of_them_lives() throws Exception {
    sayHello();
    door.stopGracefully();
    Path saved = door.state.connections().path();
    byte[] before = Files.readAllBytes(saved);

    door.start();

    assertThat(saved).doesNotExist();
    assertThat(new String(before, java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain(DoorFixture.ID);
  }

  @Test
  void server_killed_after_it_loaded_connections_does_not_load_them_again() throws Exception {
    sayHello();
    door.stopGracefully();
    door.start();
    door.crash();
    door.start();

    assertThat(device.tryToAsk(helloRequest(), AS_IT_IS, 1)).isEmpty();
    device.ask(helloRequest(), TestDevice.RESUME);
    assertThat(device.handshakes()).containsExactly("full", "abbreviated");
  }

  @Test
  void wake_with_nothing_to_do_costs_at_most_64_octets_of_record_each_way() throws Exception {
    UdpRelay relay = door.relay();
    TestDevice sleeper = door.device(relay.address());
    sleeper.post("h", DoorFixture.hello());
    door.clock.advance(Duration.ofHours(1));
    relay.startCounting();

    sleeper.post("h", DoorFixture.hello());

    assertThat(relay.up()).hasSize(1).allMatch(octets -> octets <= 64);
    assertThat(relay.down()).hasSize(1).allMatch(octets -> octets <= 64);
  }

  private void sayHello() {
    device.post("h", DoorFixture.hello());
  }

  private static Request helloRequest() {
    return TestDevice.request(Code.POST, "h", DoorFixture.hello());
  }
}
