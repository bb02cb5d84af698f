package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.codec.HelloCodec;
import io.firmament.protocol.codec.ReportCodec;
import io.firmament.protocol.message.DeviceEvent;
import io.firmament.protocol.message.Goodbye;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.ReportId;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.app.BlockTurn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.junit.jupiter.api.Test;

/** Whatever octets come: an answer, or 4.00 with a reason; never anything else. */
class DecodingTest {
  private static final DeviceId ID = new DeviceId(DoorFixture.ID);
  private static final ReportId REPORT = new ReportId(4, 9);
  private static final int ROUNDS = 20_000;

  private final FakeRequests requests = new FakeRequests(new ManualClock());
  private final RequestHandlers handlers =
      new RequestHandlers(requests, (device, wait) -> CompletableFuture.completedStage(null));

  private static Map<String, byte[]> good() {
    Map<String, byte[]> good = new LinkedHashMap<>();
    good.put("h", HelloCodec.encode(PushTest.fullHello(2)));
    good.put(
        "s",
        ReportCodec.encode(
            new Status(
                REPORT,
                5,
                Status.Phase.FAILED,
                Optional.of(RefusalReason.CODING),
                70_000,
                Optional.of(new Status.Progress(3, 9)))));
    good.put("e/a/b", ReportCodec.encode(new DeviceEvent(REPORT, "data")));
    good.put("x", ReportCodec.encode(new Goodbye(REPORT, Goodbye.Why.SLEEP, 600)));
    return good;
  }

  /** The diagnostic of a refusal; empty for an answer. */
  private Optional<String> refusal(String path, byte[] payload) throws Exception {
    Request request = TestDevice.request(Code.POST, path, payload);
    try {
      handlers.answer(ID, request).toCompletableFuture().getNow(null);
      return Optional.empty();
    } catch (BadRequestException e) {
      assertThat(e.reply().code()).isEqualTo(ResponseCode.BAD_REQUEST);
      assertThat(e.reply().payload()).hasSizeBetween(1, 200);
      assertThat(e.getStackTrace()).isEmpty();
      return Optional.of(e.getMessage());
    }
  }

  @Test
  void block_that_comes_too_early_is_read_and_leaves_when_its_turn_has_come() throws Exception {
    requests.blob("AAAAAAAAAAAA", new byte[100]);
    requests.blockTurn = new BlockTurn(true, Duration.ofMillis(200));
    CompletableFuture<Void> turn = new CompletableFuture<>();
    List<Duration> waits = new ArrayList<>();
    RequestHandlers patient =
        new RequestHandlers(
            requests,
            (device, wait) -> {
              waits.add(wait);
              return turn;
            });
    Request request = TestDevice.request(Code.GET, "b/AAAAAAAAAAAA", new byte[0]);
    request.getOptions().setBlock2(6, false, 0);

    CompletableFuture<Reply> answer = patient.answer(ID, request).toCompletableFuture();

    assertThat(waits).containsExactly(Duration.ofMillis(200));
    assertThat(answer).isNotDone();
    assertThat(requests.calls()).isEmpty();
    turn.complete(null);
    assertThat(answer.join().payload()).hasSize(100);
  }

  @Test
  void what_is_right_is_answered() throws Exception {
    for (Map.Entry<String, byte[]> message : good().entrySet()) {
      assertThat(refusal(message.getKey(), message.getValue())).isEmpty();
    }
  }

  @Test
  void any_cut_message_is_refused_and_the_octet_named() throws Exception {
    for (Map.Entry<String, byte[]> message : good().entrySet()) {
      for (int length = 0; length < message.getValue().length; length++) {
        assertThat(refusal(message.getKey(), Arrays.copyOf(message.getValue(), length)))
            .hasValueSatisfying(text -> assertThat(text).contains("at octet"));
      }
    }
  }

  @Test
  void any_changed_message_is_answered_or_refused() throws Exception {
    Random random = new Random(20260101);
    int refused = 0;
    for (Map.Entry<String, byte[]> message : good().entrySet()) {
      for (int round = 0; round < ROUNDS; round++) {
        byte[] changed = message.getValue().clone();
        for (int i = 0; i <= random.nextInt(3); i++) {
          changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        }
        refused += refusal(message.getKey(), changed).isPresent() ? 1 : 0;
      }
    }
    assertThat(refused).isBetween(ROUNDS, 4 * ROUNDS - 1);
  }
}
