package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.codec.HelloCodec;
import io.firmament.protocol.codec.OfferCodec;
import io.firmament.protocol.codec.ReportCodec;
import io.firmament.protocol.message.Goodbye;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.ReportId;
import io.firmament.protocol.message.ShortHello;
import io.firmament.server.device.DeviceFixtures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Option;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.coap.option.StandardOptionRegistry;
import org.eclipse.californium.elements.MapBasedEndpointContext.Attributes;
import org.eclipse.californium.elements.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * DEV12, DEV14: devices that sleep for hours and days, on real sockets. The test owns the clock of
 * the server and that of DTLS.
 */
class LongSleepTest {
  private static final Attributes AS_IT_IS = new Attributes();
  private static final byte[] FULL = HelloCodec.encode(DeviceFixtures.fresh().hello());
  private static final byte[] SHORT =
      HelloCodec.encode(
          new ShortHello(DeviceFixtures.fresh().hello().digest(), DeviceFixtures.fresh().flags()));

  @TempDir private Path directory;
  private volatile long sleptNanos;

  @BeforeEach
  void own_the_clock_of_dtls() {
    ClockUtil.setRealtimeHandler(() -> System.nanoTime() + sleptNanos);
  }

  @AfterEach
  void give_it_back() {
    ClockUtil.setRealtimeHandler(System::nanoTime);
  }

  private void pass(ManualClock clock, Duration time) {
    sleptNanos += time.toNanos();
    clock.advance(time);
  }

  // ---- What is due after the sleep

  private LiveServer greeted(TestDevice device, LiveServer server) throws Exception {
    byte[] image = new byte[5000];
    new Random(1).nextBytes(image);
    server.upload(DeviceFixtures.PRODUCT, 2, image);
    assertThat(device.post("h", FULL).getCode()).isEqualTo(ResponseCode.CHANGED);
    byte[] goodbye =
        ReportCodec.encode(new Goodbye(new ReportId(1, 1), Goodbye.Why.SLEEP, 6 * 3600));
    assertThat(device.post("x", goodbye).getCode()).isEqualTo(ResponseCode.CHANGED);
    return server;
  }

  private static Offer offered(Response answer) throws Exception {
    return ((HelloAnswer.Update) OfferCodec.decodeAnswer(answer.getPayload())).offer();
  }

  @Test
  void a_device_that_wakes_after_hours_is_offered_what_was_released_meanwhile() throws Exception {
    try (LiveServer server = new LiveServer(directory)) {
      TestDevice device = server.device(server.address());
      greeted(device, server);
      pass(server.clock, Duration.ofHours(1));
      server.release(2, true);
      assertThat(server.view().state()).startsWith("OFFLINE");
      assertThat(device.pushed()).as("it sleeps").isEmpty();
      pass(server.clock, Duration.ofHours(5));

      assertThat(offered(device.post("h", SHORT)).components()).hasSize(1);

      assertThat(device.handshakes()).as("by its connection id").containsExactly("full");
      assertThat(server.why()).isEqualTo("wake");
    }
  }

  @Test
  void a_device_that_wakes_after_hours_elsewhere_is_offered_at_once_and_proves_its_address_later()
      throws Exception {
    try (LiveServer server = new LiveServer(directory)) {
      UdpRelay relay = server.relay();
      TestDevice device = server.device(relay.address());
      greeted(device, server);
      server.release(2, false);
      pass(server.clock, Duration.ofHours(40));
      relay.rebind();

      Offer offer = offered(device.post("h", SHORT));
      Request first = block(offer);
      Response challenge = device.ask(first);
      Request again = block(offer);
      again.getOptions().addOtherOption(StandardOptionRegistry.ECHO.create(echo(challenge)));

      assertThat(challenge.getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
      assertThat(device.ask(again).getCode()).isEqualTo(ResponseCode.CONTENT);
      assertThat(device.handshakes()).containsExactly("full");
      assertThat(server.why()).isEqualTo("wake");
    }
  }

  private static Request block(Offer offer) {
    String name = offer.components().get(0).representations().get(0).encoded().prefix();
    Request request = TestDevice.request(Code.GET, "b/" + name, new byte[0]);
    request.getOptions().setBlock2(6, false, 0);
    return request;
  }

  private static byte[] echo(Response response) {
    return Optional.ofNullable(response.getOptions().getOtherOption(StandardOptionRegistry.ECHO))
        .map(Option::getValue)
        .orElseThrow();
  }

  // ---- The connection meanwhile

  @Test
  void a_connection_outlives_days_of_sleep_and_a_graceful_restart_in_between() throws Exception {
    try (DoorFixture door = new DoorFixture(directory).start()) {
      UdpRelay relay = door.relay();
      TestDevice device = door.device(relay.address());
      device.post("h", DoorFixture.hello());
      pass(door.clock, Duration.ofHours(60));
      door.stopGracefully();
      pass(door.clock, Duration.ofHours(1));
      door.start();
      door.requests.forgetCalls();
      pass(door.clock, Duration.ofHours(60));
      relay.rebind();
      relay.startCounting();

      device.post("h", DoorFixture.hello());

      assertThat(device.handshakes()).containsExactly("full");
      assertThat(door.requests.calls()).endsWith("wake", "hello");
      assertThat(relay.up()).hasSize(1).allMatch(octets -> octets <= 64);
      assertThat(relay.down()).hasSize(1).allMatch(octets -> octets <= 64);
    }
  }

  @Test
  void a_sleeper_is_not_given_up_for_another_one_within_two_days() throws Exception {
    try (DoorFixture door = new DoorFixture(directory)) {
      door.with(HostileTest.limited(door.settings(), 1, 100, 256)).start();
      TestDevice sleeper = door.device();
      sleeper.post("h", DoorFixture.hello());
      pass(door.clock, Duration.ofHours(47));

      assertThat(other(door).isRefused(hello(), AS_IT_IS)).isTrue();
      sleeper.post("h", DoorFixture.hello());
      assertThat(sleeper.handshakes()).containsExactly("full");
    }
  }

  private static TestDevice other(DoorFixture door) {
    return door.device(door.endpoint().address(), DoorFixture.OTHER, DoorFixture.OTHER_KEY);
  }

  private static Request hello() {
    return TestDevice.request(Code.POST, "h", DoorFixture.hello());
  }
}
