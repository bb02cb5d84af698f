package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.codec.CommandCodec;
import io.firmament.protocol.codec.HelloCodec;
import io.firmament.protocol.codec.OfferCodec;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.Cancel;
import io.firmament.protocol.message.CodingCapability;
import io.firmament.protocol.message.EndSession;
import io.firmament.protocol.message.Flags;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.InstalledModule;
import io.firmament.protocol.message.ModuleState;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.Refusal;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.Representation;
import io.firmament.protocol.message.Reset;
import io.firmament.protocol.message.SlotSize;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleKind;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.PlatformId;
import io.firmament.server.app.DeviceLink.OfferReply;
import io.firmament.server.app.UnreachableException;
import io.firmament.server.app.UnreachableException.Why;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the cloud asks of devices, on the association that they opened, on real sockets. */
class PushTest {
  private static final DeviceId ID = new DeviceId(DoorFixture.ID);
  private static final Offer OFFER =
      new Offer(
          9,
          Digest.of(new byte[] {1}),
          300,
          false,
          false,
          Optional.empty(),
          List.of(
              new Offer.OfferedComponent(
                  0,
                  List.of(
                      new Representation(0, Optional.empty(), 1000, Digest.of(new byte[] {2}))))));

  @TempDir private Path directory;
  private DoorFixture door;
  private TestDevice device;

  @BeforeEach
  void open() throws Exception {
    door = new DoorFixture(directory).start();
    device = door.device();
    device.post("h", DoorFixture.hello());
  }

  @AfterEach
  void close() {
    door.close();
  }

  private DtlsLink link() {
    return (DtlsLink) door.endpoint().link();
  }

  private static <T> T result(CompletionStage<T> stage)
      throws InterruptedException, ExecutionException, TimeoutException {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static UnreachableException failure(CompletionStage<?> stage) throws Exception {
    try {
      throw new AssertionError("expected a failure, got " + result(stage));
    } catch (ExecutionException e) {
      return (UnreachableException) e.getCause();
    }
  }

  @Test
  void offer_is_accepted_by_2_04() throws Exception {
    assertThat(result(link().offer(ID, OFFER))).isEqualTo(new OfferReply.Accepted());

    Request request = device.pushed().get(0);
    assertThat(request.getCode()).isEqualTo(Code.POST);
    assertThat(request.getOptions().getUriPathString()).isEqualTo("o");
    assertThat(request.getOptions().asSortedList()).hasSize(1);
    assertThat(request.getToken().length()).isEqualTo(2);
    assertThat(OfferCodec.decode(request.getPayload())).isEqualTo(OFFER);
    assertThat(device.handshakes()).containsExactly("full");
  }

  @Test
  void refused_offer_comes_back_with_its_reason() throws Exception {
    device.answering(refusal(ResponseCode.CONFLICT, RefusalReason.BUSY)::answer);
    OfferReply forNow = result(link().offer(ID, OFFER));
    device.answering(
        refusal(ResponseCode.PRECONDITION_FAILED, RefusalReason.WRONG_PLATFORM)::answer);
    OfferReply forGood = result(link().offer(ID, OFFER));

    assertThat(forNow).isEqualTo(new OfferReply.Refused(RefusalReason.BUSY));
    assertThat(forGood).isEqualTo(new OfferReply.Refused(RefusalReason.WRONG_PLATFORM));
  }

  @Test
  void cancel_force_pending_reset_and_end_of_session_reach_their_paths() throws Exception {
    result(link().cancel(ID, new Cancel(9)));
    result(link().force(ID, true));
    result(link().pending(ID, false));
    result(link().reset(ID, new Reset(10, Reset.Kind.REBOOT)));
    result(link().endSession(ID, new EndSession(11)));

    assertThat(device.pushed())
        .extracting(request -> request.getCode() + " " + request.getOptions().getUriPathString())
        .containsExactly("DELETE o", "PUT f", "PUT p", "POST r", "POST k");
    assertThat(CommandCodec.decodeCancel(device.pushed().get(0).getPayload()))
        .isEqualTo(new Cancel(9));
    assertThat(CommandCodec.decodeSwitch(device.pushed().get(1).getPayload())).isTrue();
    assertThat(CommandCodec.decodeEndSession(device.pushed().get(4).getPayload()))
        .isEqualTo(new EndSession(11));
  }

  @Test
  void full_hello_is_asked_for() throws Exception {
    FullHello hello = fullHello(1);
    device.answering(request -> content(HelloCodec.encode(hello)));

    assertThat(result(link().describe(ID))).isEqualTo(hello);
  }

  @Test
  void full_hello_that_does_not_fit_one_block_is_put_together() throws Exception {
    FullHello hello = fullHello(30);
    byte[] whole = HelloCodec.encode(hello);
    assertThat(whole.length).isGreaterThan(Block.MAX_BYTES);
    device.answering(request -> block(whole, request));

    assertThat(result(link().describe(ID))).isEqualTo(hello);
    assertThat(device.pushed()).hasSize(2);
  }

  @Test
  void endless_full_hello_is_given_up() throws Exception {
    device.answering(request -> block(new byte[100_000], request));

    assertThat(failure(link().describe(ID)).why()).isEqualTo(Why.MALFORMED_ANSWER);
    assertThat(device.pushed()).hasSize(4);
  }

  @Test
  void push_reaches_a_device_that_moved_to_another_address() throws Exception {
    UdpRelay relay = door.relay();
    TestDevice moving = door.device(relay.address(), DoorFixture.OTHER, DoorFixture.OTHER_KEY);
    moving.post("h", DoorFixture.hello());
    relay.rebind();
    moving.post("h", DoorFixture.hello());

    assertThat(result(link().offer(new DeviceId(DoorFixture.OTHER), OFFER)))
        .isEqualTo(new OfferReply.Accepted());
    assertThat(moving.handshakes()).containsExactly("full");
  }

  @Test
  void device_without_an_association_is_not_connected() throws Exception {
    assertThat(failure(link().offer(new DeviceId(DoorFixture.OTHER), OFFER)).why())
        .isEqualTo(Why.NOT_CONNECTED);
  }

  @Test
  void door_that_was_not_opened_reaches_nobody() throws Exception {
    try (DeviceEndpoint shut =
        new DeviceEndpoint(door.settings(), door.pki.server(), door.state, door.clock)) {
      assertThat(failure(shut.link().force(ID, true)).why()).isEqualTo(Why.NOT_CONNECTED);
    }
  }

  @Test
  void answer_that_the_protocol_does_not_know_is_malformed() throws Exception {
    device.answering(request -> new Response(ResponseCode.NOT_FOUND));

    UnreachableException failure = failure(link().offer(ID, OFFER));

    assertThat(failure.why()).isEqualTo(Why.MALFORMED_ANSWER);
    assertThat(failure).hasMessageContaining("expected 2.04, 4.09 or 4.12, found 4.04");
  }

  @Test
  void what_a_device_says_of_it_is_shown_as_far_as_that_is_safe() throws Exception {
    byte[] said = ("no room\u0007" + "x".repeat(200)).getBytes(StandardCharsets.US_ASCII);
    device.answering(request -> new Answer(ResponseCode.BAD_REQUEST, said).answer(request));

    assertThat(failure(link().offer(ID, OFFER)).detail())
        .isEqualTo("expected 2.04, 4.09 or 4.12, found 4.00, no room?" + "x".repeat(92));
  }

  private record Answer(ResponseCode code, byte[] payload) {
    Response answer(Request request) {
      Response response = new Response(code);
      response.setPayload(payload);
      return response;
    }
  }

  private static Answer refusal(ResponseCode code, RefusalReason reason) {
    return new Answer(code, CommandCodec.encode(new Refusal(reason)));
  }

  private static Response content(byte[] payload) {
    return new Answer(ResponseCode.CONTENT, payload).answer(null);
  }

  private static Response block(byte[] whole, Request request) {
    int number = request.getOptions().hasBlock2() ? request.getOptions().getBlock2().getNum() : 0;
    int from = number * Block.MAX_BYTES;
    int to = Math.min(whole.length, from + Block.MAX_BYTES);
    Response response = content(Arrays.copyOfRange(whole, from, to));
    response.getOptions().setBlock2(6, to < whole.length, number);
    return response;
  }

  static FullHello fullHello(int modules) {
    return HelloCodec.full(
        Flags.DEFAULT,
        new FullHello.Facts(
            FullHello.PROTOCOL,
            FakeRequests.PRODUCT,
            new PlatformId(13),
            IntStream.range(0, modules)
                .mapToObj(
                    i ->
                        new InstalledModule(
                            ModuleName.of(ModuleKind.SYSTEM_PART, i),
                            new FirmwareVersion(1),
                            Digest.of(new byte[] {(byte) i}),
                            ModuleState.CONFIRMED,
                            List.of()))
                .toList(),
            3,
            BootReason.POWER,
            Optional.empty(),
            List.of(),
            List.of(new CodingCapability(0, 0)),
            List.of(new SlotSize(ModuleKind.APPLICATION, 100_000)),
            1024,
            8,
            Optional.empty()),
        FullHello.Vitals.NONE);
  }
}
