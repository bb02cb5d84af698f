package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.protocol.codec.CommandCodec;
import io.firmament.protocol.codec.OfferCodec;
import io.firmament.protocol.codec.ReportCodec;
import io.firmament.protocol.message.DeviceEvent;
import io.firmament.protocol.message.Goodbye;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.HelloDigest;
import io.firmament.protocol.message.ReportId;
import io.firmament.protocol.message.Status;
import io.firmament.server.app.BlockTurn;
import io.firmament.server.device.Approval;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.CoAP.Type;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What devices ask and are answered, on real sockets. */
class ResourcesTest {
  private static final String BLOB = "AAAAAAAAAAAA";
  private static final ReportId FIRST = new ReportId(1, 1);

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
  void hello_with_nothing_due_is_answered_in_the_ack_with_an_empty_2_04() {
    Response answer = device.post("h", DoorFixture.hello());

    assertThat(answer.getCode()).isEqualTo(ResponseCode.CHANGED);
    assertThat(answer.getType()).isEqualTo(Type.ACK);
    assertThat(answer.getPayloadSize()).isZero();
    assertThat(answer.getOptions().asSortedList()).isEmpty();
  }

  @Test
  void short_hello_with_an_unknown_digest_is_asked_for_the_full_one() throws Exception {
    Response answer = device.post("h", DoorFixture.hello(new HelloDigest("ffffffffffffffff")));

    assertThat(OfferCodec.decodeAnswer(answer.getPayload())).isEqualTo(new HelloAnswer.SendFull());
  }

  @Test
  void block_for_which_it_is_much_too_early_is_answered_with_5_03_and_when_to_ask_again() {
    door.requests.blob(BLOB, blob(100));
    door.requests.blockTurn = new BlockTurn(false, Duration.ofMillis(1_200));

    Response answer = device.ask(block(0, 1024));

    assertThat(answer.getCode()).isEqualTo(ResponseCode.SERVICE_UNAVAILABLE);
    assertThat(answer.getOptions().getMaxAge()).isEqualTo(2);
    assertThat(answer.getPayloadSize()).isZero();
  }

  @Test
  void blocks_come_with_their_number_and_without_any_other_option() {
    byte[] blob = blob(2500);
    door.requests.blob(BLOB, blob);

    Response answer = device.ask(block(1, 1024));

    assertThat(answer.getCode()).isEqualTo(ResponseCode.CONTENT);
    assertThat(answer.getPayload()).isEqualTo(java.util.Arrays.copyOfRange(blob, 1024, 2048));
    assertThat(answer.getOptions().asSortedList()).hasSize(1);
    assertThat(answer.getOptions().getBlock2().getNum()).isEqualTo(1);
    assertThat(answer.getOptions().getBlock2().isM()).isTrue();
  }

  @Test
  void last_block_says_that_no_other_follows() {
    door.requests.blob(BLOB, blob(2500));

    Response answer = device.ask(block(2, 1024));

    assertThat(answer.getPayloadSize()).isEqualTo(2500 - 2048);
    assertThat(answer.getOptions().getBlock2().isM()).isFalse();
  }

  @Test
  void size_is_said_only_when_asked_for() {
    door.requests.blob(BLOB, blob(2500));
    Request request = block(0, 64);
    request.getOptions().setSize2(0);

    assertThat(device.ask(request).getOptions().getSize2()).isEqualTo(2500);
  }

  @Test
  void non_confirmable_requests_get_non_confirmable_answers() {
    door.requests.blob(BLOB, blob(100));
    Request request = block(0, 64);
    request.setType(Type.NON);

    assertThat(device.ask(request).getType()).isEqualTo(Type.NON);
  }

  @Test
  void block_past_the_end_is_4_02() {
    door.requests.blob(BLOB, blob(2048));

    assertThat(device.ask(block(2, 1024)).getCode()).isEqualTo(ResponseCode.BAD_OPTION);
  }

  @Test
  void blob_of_another_product_is_4_04_as_if_it_were_absent() {
    Response answer = device.ask(block(0, 1024));

    assertThat(answer.getCode()).isEqualTo(ResponseCode.NOT_FOUND);
    assertThat(answer.getPayloadSize()).isZero();
  }

  @Test
  void manifests_come_in_blocks() {
    byte[] manifest = blob(1500);
    door.requests.manifest(BLOB, manifest);

    Response first = device.get("m/" + BLOB);
    Request rest = TestDevice.request(Code.GET, "m/" + BLOB, new byte[0]);
    rest.getOptions().setBlock2(6, false, 1);
    Response second = device.ask(rest);

    assertThat(first.getPayload()).isEqualTo(java.util.Arrays.copyOf(manifest, 1024));
    assertThat(first.getOptions().getBlock2().isM()).isTrue();
    assertThat(second.getPayload()).isEqualTo(java.util.Arrays.copyOfRange(manifest, 1024, 1500));
    assertThat(second.getOptions().getBlock2().isM()).isFalse();
  }

  @Test
  void status_event_and_goodbye_are_taken() {
    device.post(
        "s",
        ReportCodec.encode(
            new Status(FIRST, 5, Status.Phase.STARTED, Optional.empty(), 0, Optional.empty())));
    device.post(
        "e/particle/device/updates/enabled",
        ReportCodec.encode(new DeviceEvent(new ReportId(1, 2), "true")));
    device.post("x", ReportCodec.encode(new Goodbye(new ReportId(1, 3), Goodbye.Why.SLEEP, 3600)));

    assertThat(door.requests.calls())
        .contains("status STARTED", "event particle/device/updates/enabled=true", "goodbye 3600");
  }

  @Test
  void time_is_said_in_seconds() throws Exception {
    assertThat(CommandCodec.decodeTime(device.get("t").getPayload()))
        .isEqualTo(door.clock.instant());
  }

  @Test
  void malformed_hello_is_4_00_and_names_the_key_and_the_octet() {
    Response answer = device.post("h", new byte[] {(byte) 0xA1, 0x01, 0x41, 0x00});

    assertThat(answer.getCode()).isEqualTo(ResponseCode.BAD_REQUEST);
    assertThat(answer.getPayloadString()).contains("hello digest", "octet 2", "8 octets");
    assertThat(door.requests.calls()).doesNotContain("hello");
  }

  @Test
  void oversize_hello_is_4_00() {
    Response answer = device.post("h", new byte[5000]);

    assertThat(answer.getCode()).isEqualTo(ResponseCode.BAD_REQUEST);
    assertThat(answer.getPayloadString()).contains("at most 4096 octets");
  }

  @Test
  void reserved_block_size_is_4_00() {
    assertThatThrownBy(() -> Block.of(new BlockOption(7, false, 0)))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("found 7");
  }

  @Test
  void unknown_path_is_4_04_and_wrong_method_4_05_and_unknown_critical_option_4_02() {
    Request query = TestDevice.request(Code.GET, "t", new byte[0]);
    query.getOptions().addUriQuery("a=b");

    assertThat(device.get("q").getCode()).isEqualTo(ResponseCode.NOT_FOUND);
    assertThat(device.get("t/t").getCode()).isEqualTo(ResponseCode.NOT_FOUND);
    assertThat(device.post("t", new byte[0]).getCode()).isEqualTo(ResponseCode.METHOD_NOT_ALLOWED);
    assertThat(device.ask(query).getCode()).isEqualTo(ResponseCode.BAD_OPTION);
  }

  @Test
  void event_too_many_is_4_29_and_says_when_the_next_one_is_taken() {
    byte[] event = ReportCodec.encode(new DeviceEvent(new ReportId(1, 7), "x"));

    Response answer = device.post("e/flood", event);

    assertThat(answer.getCode()).isEqualTo(ResponseCode.TOO_MANY_REQUESTS);
    assertThat(answer.getOptions().getMaxAge()).isEqualTo(2);
    assertThat(answer.getPayload()).isEmpty();
  }

  @Test
  void goodbye_too_many_is_4_29_and_says_when_the_next_one_is_taken() {
    Goodbye goodbye =
        new Goodbye(new ReportId(1, 8), Goodbye.Why.SLEEP, FakeRequests.FLOOD_SECONDS);

    Response answer = device.post("x", ReportCodec.encode(goodbye));

    assertThat(answer.getCode()).isEqualTo(ResponseCode.TOO_MANY_REQUESTS);
    assertThat(answer.getOptions().getMaxAge()).isEqualTo(2);
  }

  @Test
  void too_long_event_name_is_4_00() {
    assertThat(device.post("e/" + "a".repeat(65), new byte[0]).getCode())
        .isEqualTo(ResponseCode.BAD_REQUEST);
  }

  @Test
  void denied_device_hears_4_03_and_its_session_ends() {
    device.post("h", DoorFixture.hello());
    door.requests.decide(DoorFixture.ID, Approval.DENIED);
    TestDevice again = door.device();

    assertThat(again.post("h", DoorFixture.hello()).getCode()).isEqualTo(ResponseCode.FORBIDDEN);
    org.awaitility.Awaitility.await()
        .untilAsserted(() -> assertThat(door.requests.calls()).endsWith("lost"));
    assertThat(
            again
                .tryToAsk(TestDevice.request(Code.GET, "t", new byte[0]), TestDevice.RESUME, 20)
                .orElseThrow()
                .getCode())
        .isEqualTo(ResponseCode.FORBIDDEN);
    assertThat(again.handshakes()).containsExactly("full", "full");
  }

  @Test
  void denied_device_that_keeps_coming_is_not_noted() {
    door.requests.decide(DoorFixture.ID, Approval.DENIED);

    for (int i = 0; i < 3; i++) {
      Response answer =
          device.ask(TestDevice.request(Code.POST, "h", DoorFixture.hello()), TestDevice.RESUME);
      assertThat(answer.getCode()).isEqualTo(ResponseCode.FORBIDDEN);
    }
    assertThat(device.handshakes()).hasSizeGreaterThan(1);
    assertThat(door.requests.calls()).allMatch("lost"::equals);
  }

  @Test
  void looking_after_sessions_keeps_no_retransmission_waiting() {
    org.awaitility.Awaitility.await()
        .untilAsserted(
            () -> assertThat(door.requests.lookedAfterBy).get().asString().startsWith("session-"));
  }

  @Test
  void handshake_of_an_approved_device_is_noted_by_the_thread_that_finished_it() {
    device.post("h", DoorFixture.hello());
    assertThat(door.requests.connectedBy).get().asString().doesNotStartWith("device-worker-");
  }

  @Test
  void handshake_of_a_device_in_quarantine_is_noted_where_the_disk_may_be_read() {
    door.requests.decide(DoorFixture.ID, Approval.QUARANTINED);
    device.post("h", DoorFixture.hello());
    assertThat(door.requests.connectedBy).get().asString().startsWith("device-worker-");
  }

  @Test
  void device_in_quarantine_hears_4_03_and_gets_nothing() {
    door.requests.decide(DoorFixture.ID, Approval.QUARANTINED);
    door.requests.blob(BLOB, blob(10));

    assertThat(device.post("h", DoorFixture.hello()).getCode()).isEqualTo(ResponseCode.FORBIDDEN);
    assertThat(device.ask(block(0, 64)).getCode()).isEqualTo(ResponseCode.FORBIDDEN);
    assertThat(door.requests.calls()).contains("hello").doesNotContain("first block");
  }

  private static Request block(int number, int size) {
    Request request = TestDevice.request(Code.GET, "b/" + BLOB, new byte[0]);
    request.getOptions().setBlock2(new Block(number, size, false).option());
    return request;
  }

  private static byte[] blob(int size) {
    byte[] blob = new byte[size];
    for (int i = 0; i < size; i++) {
      blob[i] = (byte) (i * 31);
    }
    return blob;
  }
}
