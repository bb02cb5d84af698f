package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.codec.HelloCodec;
import io.firmament.protocol.codec.OfferCodec;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.InstalledModule;
import io.firmament.protocol.message.LargeHello;
import io.firmament.protocol.message.ModuleState;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.Representation;
import io.firmament.protocol.message.ShortHello;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleName;
import io.firmament.server.device.DeviceFixtures;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.elements.MapBasedEndpointContext.Attributes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trigger points with the real use cases, on real sockets: what was sent, and why. */
class TriggersTest {
  private static final Attributes AS_IT_IS = new Attributes();
  private static final byte[] FULL = HelloCodec.encode(DeviceFixtures.fresh().hello());
  private static final byte[] SHORT =
      HelloCodec.encode(
          new ShortHello(DeviceFixtures.fresh().hello().digest(), DeviceFixtures.fresh().flags()));
  private static final byte[] IMAGE = image();

  @TempDir private Path directory;
  private LiveServer server;
  private UdpRelay relay;
  private TestDevice device;

  @BeforeEach
  void greet() throws Exception {
    server = new LiveServer(directory);
    relay = server.relay();
    device = server.device(relay.address());
    server.upload(DeviceFixtures.PRODUCT, 2, IMAGE);
    assertThat(answer(FULL, AS_IT_IS)).isEqualTo(new HelloAnswer.Nothing());
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static byte[] image() {
    byte[] image = new byte[5000];
    new Random(1).nextBytes(image);
    return image;
  }

  private HelloAnswer answer(byte[] hello, Attributes handshake) throws DecodeException {
    Response response = device.ask(TestDevice.request(Code.POST, "h", hello), handshake);
    assertThat(response.getCode()).isEqualTo(ResponseCode.CHANGED);
    return OfferCodec.decodeAnswer(response.getPayload());
  }

  private Offer offered(byte[] hello, Attributes handshake) throws DecodeException {
    return ((HelloAnswer.Update) answer(hello, handshake)).offer();
  }

  private void releaseAsStandard() throws Exception {
    server.clock.advance(Duration.ofSeconds(1));
    server.release(2, false);
  }

  @Test
  void standard_release_sends_nothing_before_a_trigger() throws Exception {
    relay.startCounting();

    releaseAsStandard();

    assertThat(relay.down()).isEmpty();
    assertThat(answer(SHORT, AS_IT_IS)).isEqualTo(new HelloAnswer.Nothing());
    assertThat(server.view().state()).startsWith("NEXT_SESSION");
  }

  @Test
  void handshake_brings_the_offer_in_the_answer_to_the_hello() throws Exception {
    releaseAsStandard();

    assertThat(offered(SHORT, TestDevice.FULL).components()).hasSize(1);

    assertThat(device.handshakes()).containsExactly("full", "full");
    assertThat(server.why()).isEqualTo("handshake");
    assertThat(device.pushed()).isEmpty();
  }

  @Test
  void resumption_brings_the_offer_in_the_answer_to_the_hello() throws Exception {
    releaseAsStandard();

    offered(SHORT, TestDevice.RESUME);

    assertThat(device.handshakes()).containsExactly("full", "abbreviated");
    assertThat(server.why()).isEqualTo("resume");
  }

  @Test
  void wake_from_the_same_address_brings_the_offer_without_a_handshake() throws Exception {
    releaseAsStandard();
    server.clock.advance(Duration.ofSeconds(30));

    offered(SHORT, AS_IT_IS);

    assertThat(device.handshakes()).containsExactly("full");
    assertThat(server.why()).isEqualTo("wake");
  }

  @Test
  void wake_from_another_address_brings_the_offer_without_a_handshake() throws Exception {
    releaseAsStandard();
    relay.rebind();

    offered(SHORT, AS_IT_IS);

    assertThat(device.handshakes()).containsExactly("full");
    assertThat(server.why()).isEqualTo("wake");
  }

  @Test
  void hello_that_does_not_fit_a_block_is_fetched_and_its_offer_is_pushed() throws Exception {
    releaseAsStandard();
    FullHello full = withAssets(24);
    byte[] whole = HelloCodec.encode(full);
    assertThat(whole.length).isBetween(LargeHello.FROM_OCTETS + 1, HelloCodec.MAX_OCTETS);
    device.answering(request -> request.getCode() == Code.GET ? part(whole, request) : changed());
    byte[] large = HelloCodec.encode(new LargeHello(full.digest(), full.flags()));

    assertThat(answer(large, TestDevice.RESUME)).isEqualTo(new HelloAnswer.Wait(10));

    await().until(() -> device.pushed().stream().anyMatch(p -> p.getCode() == Code.POST));
    assertThat(device.pushed()).extracting(Request::getCode).startsWith(Code.GET, Code.GET);
    assertThat(server.why()).isEqualTo("resume");
    byte[] known = HelloCodec.encode(new ShortHello(full.digest(), full.flags()));
    assertThat(answer(known, AS_IT_IS)).isInstanceOf(HelloAnswer.Update.class);
  }

  private static Response changed() {
    return new Response(ResponseCode.CHANGED);
  }

  private static Response part(byte[] whole, Request request) {
    int number = request.getOptions().hasBlock2() ? request.getOptions().getBlock2().getNum() : 0;
    int end = Math.min(whole.length, (number + 1) * 1024);
    Response response = new Response(ResponseCode.CONTENT);
    response.getOptions().setBlock2(6, end < whole.length, number);
    response.setPayload(Arrays.copyOfRange(whole, number * 1024, end));
    return response;
  }

  private static FullHello withAssets(int count) {
    FullHello said = DeviceFixtures.fresh().hello();
    FullHello.Facts facts = said.facts();
    List<InstalledModule> modules = new ArrayList<>(facts.modules());
    for (int i = 0; i < count; i++) {
      modules.add(
          new InstalledModule(
              ModuleName.asset("asset " + i),
              new FirmwareVersion(1),
              Digest.of(new byte[] {(byte) i}),
              ModuleState.CONFIRMED,
              List.of()));
    }
    return HelloCodec.full(
        said.flags(),
        new FullHello.Facts(
            facts.protocol(),
            facts.product(),
            facts.platform(),
            modules,
            facts.bootCount(),
            facts.bootReason(),
            facts.outcome(),
            facts.floors(),
            facts.codings(),
            facts.slots(),
            facts.blockSize(),
            facts.window(),
            facts.root()),
        said.vitals());
  }

  @Test
  void wake_by_another_request_than_a_hello_is_answered_and_then_the_offer_is_pushed()
      throws Exception {
    releaseAsStandard();
    server.clock.advance(Duration.ofSeconds(30));

    assertThat(device.get("t").getCode()).isEqualTo(ResponseCode.CONTENT);

    await().untilAsserted(() -> assertThat(device.pushed()).hasSize(1));
    assertThat(device.pushed().get(0).getOptions().getUriPathString()).isEqualTo("o");
    assertThat(server.why()).isEqualTo("wake");
  }

  @Test
  void change_pushes_the_offer_to_a_device_that_is_online() throws Exception {
    server.release(2, true);

    await().untilAsserted(() -> assertThat(device.pushed()).hasSize(1));
    Offer offer = OfferCodec.decode(device.pushed().get(0).getPayload());
    assertThat(offer.components()).hasSize(1);
    assertThat(server.why()).isEqualTo("change");
  }

  @Test
  void lock_with_flash_now_pushes_the_offer() throws Exception {
    server
        .operators()
        .lockDevice()
        .lock(LiveServer.ID, new FirmwareVersion(2), true, LiveServer.ME);

    await().untilAsserted(() -> assertThat(device.pushed()).hasSize(1));
    assertThat(server.why()).isEqualTo("change");
  }

  @Test
  void device_that_says_no_hello_after_its_handshake_is_asked_for_it() throws Exception {
    releaseAsStandard();
    device.answering(
        request ->
            request.getCode() == Code.GET ? described(FULL) : new Response(ResponseCode.CHANGED));
    device.ask(TestDevice.request(Code.GET, "t", new byte[0]), TestDevice.RESUME);
    server.clock.advance(Duration.ofSeconds(10));

    await().untilAsserted(() -> assertThat(device.pushed()).hasSizeGreaterThan(1));

    // What looks at all devices every half minute may find it just now, and say the same again.
    assertThat(device.pushed())
        .extracting(request -> request.getOptions().getUriPathString())
        .startsWith("d", "o");
    assertThat(device.pushed().subList(1, device.pushed().size()))
        .extracting(Request::getPayloadString)
        .containsOnly(device.pushed().get(1).getPayloadString());
  }

  @Test
  void offered_manifest_and_blob_can_be_fetched_and_are_what_was_offered() throws Exception {
    releaseAsStandard();
    Offer offer = offered(SHORT, TestDevice.FULL);
    Representation best = offer.components().get(0).representations().get(0);

    byte[] manifest = fetched("m/" + offer.manifest().prefix());
    byte[] encoded = fetched("b/" + best.encoded().prefix());

    assertThat(Digest.of(manifest)).isEqualTo(offer.manifest());
    assertThat(manifest).hasSize(offer.manifestSize());
    assertThat(Digest.of(encoded)).isEqualTo(best.encoded());
    assertThat(encoded).hasSize((int) best.encodedSize());
  }

  @Test
  void blob_of_another_product_is_absent() throws Exception {
    byte[] foreign = Arrays.copyOf(IMAGE, 3000);
    server.upload(LiveServer.OTHER_PRODUCT, 1, foreign);

    assertThat(device.get("b/" + Digest.of(foreign).prefix()).getCode())
        .isEqualTo(ResponseCode.NOT_FOUND);
    assertThat(device.get("b/" + Digest.of(IMAGE).prefix()).getCode())
        .isEqualTo(ResponseCode.CONTENT);
  }

  @Test
  void denied_device_is_disconnected_at_once_and_hears_4_03_when_it_comes_back() throws Exception {
    server.operators().denyDevice().deny(LiveServer.ID, LiveServer.ME);

    Request hello = TestDevice.request(Code.POST, "h", SHORT);
    Response answer = device.ask(hello, TestDevice.RESUME);

    assertThat(answer.getCode()).isEqualTo(ResponseCode.FORBIDDEN);
    assertThat(device.handshakes()).containsExactly("full", "full");
  }

  private byte[] fetched(String path) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    boolean more = true;
    for (int number = 0; more; number++) {
      Request request = TestDevice.request(Code.GET, path, new byte[0]);
      request.getOptions().setBlock2(new Block(number, 1024, false).option());
      Response answer = device.ask(request);
      assertThat(answer.getCode()).isEqualTo(ResponseCode.CONTENT);
      whole.writeBytes(answer.getPayload());
      more = answer.getOptions().getBlock2().isM();
    }
    return whole.toByteArray();
  }

  private static Response described(byte[] hello) {
    Response response = new Response(ResponseCode.CONTENT);
    response.setPayload(hello);
    return response;
  }
}
