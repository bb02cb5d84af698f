package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.Representation;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.server.app.DeviceLink.OfferReply;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Option;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.coap.option.StandardOptionRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An address is believed when the device proved that it hears what is sent there (RFC 9175). */
class RoutabilityTest {
  private static final String BLOB = "b/AAAAAAAAAAAA";
  private static final DeviceId ID = new DeviceId(DoorFixture.ID);

  @TempDir private Path directory;
  private final Deque<byte[]> copied = new ConcurrentLinkedDeque<>();
  private final Deque<AutoCloseable> strangers = new ArrayDeque<>();
  private DoorFixture door;
  private UdpRelay relay;
  private TestDevice device;

  @BeforeEach
  void open() throws Exception {
    door = new DoorFixture(directory).start();
    door.requests.blob("AAAAAAAAAAAA", new byte[4096]);
    relay = door.relay();
    device = door.device(relay.address());
    device.post("h", DoorFixture.hello());
  }

  @AfterEach
  void close() throws Exception {
    while (!strangers.isEmpty()) {
      strangers.pop().close();
    }
    door.close();
  }

  private Stranger stranger() throws Exception {
    Stranger stranger = new Stranger(door.endpoint().address());
    strangers.push(stranger);
    return stranger;
  }

  private static byte[] echo(Response response) {
    return Optional.ofNullable(response.getOptions().getOtherOption(StandardOptionRegistry.ECHO))
        .map(Option::getValue)
        .orElseThrow(() -> new AssertionError("expected an echo in " + response));
  }

  private static Request block(int number) {
    Request request = TestDevice.request(Code.GET, BLOB, new byte[0]);
    request.getOptions().setBlock2(6, false, number);
    return request;
  }

  private static Request with(byte[] echo, Request request) {
    request.getOptions().addOtherOption(StandardOptionRegistry.ECHO.create(echo));
    return request;
  }

  private static Offer offer(int representations) {
    Representation one = new Representation(0, Optional.empty(), 1000, Digest.of(new byte[] {2}));
    return new Offer(
        8,
        Digest.of(new byte[] {1}),
        300,
        false,
        false,
        Optional.empty(),
        List.of(new Offer.OfferedComponent(0, Collections.nCopies(representations, one))));
  }

  @Test
  void a_device_that_did_not_move_is_asked_for_nothing() {
    assertThat(device.ask(block(0)).getCode()).isEqualTo(ResponseCode.CONTENT);
  }

  @Test
  void the_first_block_from_a_new_address_costs_one_proof_and_the_next_ones_none() {
    relay.rebind();

    Response challenge = device.ask(block(0));
    Response proved = device.ask(with(echo(challenge), block(0)));
    Response next = device.ask(block(1));

    assertThat(challenge.getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
    assertThat(challenge.getPayloadSize()).isZero();
    assertThat(proved.getCode()).isEqualTo(ResponseCode.CONTENT);
    assertThat(next.getCode()).isEqualTo(ResponseCode.CONTENT);
    assertThat(device.handshakes()).containsExactly("full");
  }

  @Test
  void a_whole_window_that_was_asked_for_a_proof_is_answered_with_it() {
    relay.rebind();
    Response first = device.ask(block(0));
    Response second = device.ask(block(1));

    assertThat(device.ask(with(echo(first), block(0))).getCode()).isEqualTo(ResponseCode.CONTENT);
    assertThat(device.ask(with(echo(second), block(1))).getCode()).isEqualTo(ResponseCode.CONTENT);
  }

  @Test
  void the_proof_of_one_address_proves_no_other() {
    relay.rebind();
    byte[] before = echo(device.ask(block(0)));
    relay.rebind();

    assertThat(device.ask(with(before, block(0))).getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
  }

  @Test
  void a_device_that_comes_back_to_its_proved_address_needs_no_new_proof() throws Exception {
    relay.tap(copied::add);
    Stranger victim = stranger();
    heardFromVictimOnly(victim, block(0));

    assertThat(device.ask(block(1)).getCode()).isEqualTo(ResponseCode.CONTENT);
  }

  @Test
  void a_wake_from_a_new_address_keeps_its_budget_of_64_octets_each_way() {
    relay.rebind();
    relay.startCounting();

    assertThat(device.post("h", DoorFixture.hello()).getCode()).isEqualTo(ResponseCode.CHANGED);

    assertThat(relay.up()).hasSize(1).allMatch(octets -> octets <= 64);
    assertThat(relay.down()).hasSize(1).allMatch(octets -> octets <= 64);
  }

  @Test
  void an_answer_that_is_too_large_for_an_unproved_address_comes_after_a_proof() {
    door.requests.answer = new HelloAnswer.Update(offer(8));
    relay.rebind();
    relay.startCounting();

    Response challenge = device.post("h", DoorFixture.hello());
    Request again = TestDevice.request(Code.POST, "h", DoorFixture.hello());
    Response answer = device.ask(with(echo(challenge), again));

    assertThat(challenge.getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
    assertThat(answer.getPayloadSize()).isGreaterThan(200);
    assertThat(relay.down().get(0)).isLessThanOrEqualTo(3 * relay.up().get(0));
  }

  @Test
  void a_replayed_record_moves_nothing_and_is_answered_by_nothing() throws Exception {
    relay.tap(copied::add);
    device.ask(block(0));
    Stranger victim = stranger();

    copied.forEach(victim::send);

    assertThat(device.ask(block(1)).getCode()).isEqualTo(ResponseCode.CONTENT);
    assertThat(victim.received()).isZero();
  }

  @Test
  void records_copied_from_a_victims_address_are_not_amplified() throws Exception {
    Stranger victim = stranger();
    relay.tap(victim::send);

    // Each copy comes first, and the device's own datagram is dropped as a repetition of it.
    device.start(block(0));
    device.start(block(1));
    device.start(block(2));
    await().until(() -> victim.received() >= 3);
    relay.tap(datagram -> {});

    assertThat(victim.octetsReceived()).isLessThanOrEqualTo(3 * victim.octetsSent());
    assertThat(victim.octetsReceived()).as("no block").isLessThan(1024);
    assertThat(device.ask(block(3)).getCode()).as("the flow").isEqualTo(ResponseCode.CONTENT);
  }

  @Test
  void an_offer_is_not_pushed_to_a_victim() throws Exception {
    relay.tap(copied::add);
    Stranger victim = stranger();
    heardFromVictimOnly(victim, TestDevice.request(Code.POST, "h", DoorFixture.hello()));
    await().until(() -> victim.received() == 1);

    door.endpoint().link().offer(ID, offer(8));
    await().until(() -> victim.received() >= 2);

    assertThat(victim.octetsReceived()).isLessThanOrEqualTo(3 * victim.octetsSent());
    assertThat(device.pushed()).isEmpty();
  }

  @Test
  void a_push_to_a_new_address_asks_for_a_sign_of_life_and_goes_on() throws Exception {
    relay.rebind();
    device.post("h", DoorFixture.hello());
    relay.startCounting();

    OfferReply reply =
        door.endpoint().link().offer(ID, offer(8)).toCompletableFuture().get(20, TimeUnit.SECONDS);

    assertThat(reply).isEqualTo(new OfferReply.Accepted());
    assertThat(relay.down()).hasSize(2);
    assertThat(relay.down().get(0)).as("an empty message").isLessThanOrEqualTo(40);
    assertThat(device.ask(block(0)).getCode()).as("proved").isEqualTo(ResponseCode.CONTENT);
  }

  @Test
  void what_a_graceful_restart_brings_back_is_where_it_was_proved_to_be() throws Exception {
    relay.tap(copied::add);
    Stranger victim = stranger();
    heardFromVictimOnly(victim, TestDevice.request(Code.POST, "h", DoorFixture.hello()));
    await().until(() -> victim.received() == 1);

    door.stopGracefully();
    door.start();
    OfferReply reply =
        door.endpoint().link().offer(ID, offer(1)).toCompletableFuture().get(20, TimeUnit.SECONDS);

    assertThat(reply).isEqualTo(new OfferReply.Accepted());
    assertThat(victim.received()).isEqualTo(1);
  }

  /** Sends a request that reaches the server from the victim's address and from no other. */
  private void heardFromVictimOnly(Stranger victim, Request request) {
    copied.clear();
    relay.dropUp(true);
    device.start(request);
    await().until(() -> !copied.isEmpty());
    victim.send(copied.getFirst());
    await().until(() -> victim.received() >= 1);
    relay.dropUp(false);
  }
}
