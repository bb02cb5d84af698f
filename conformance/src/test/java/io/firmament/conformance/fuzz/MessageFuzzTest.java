package io.firmament.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.firmament.protocol.codec.CborDecoder;
import io.firmament.protocol.codec.CborEncoder;
import io.firmament.protocol.codec.CommandCodec;
import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.codec.HelloCodec;
import io.firmament.protocol.codec.OfferCodec;
import io.firmament.protocol.codec.ReportCodec;
import io.firmament.protocol.message.Cancel;
import io.firmament.protocol.message.DeviceEvent;
import io.firmament.protocol.message.EndSession;
import io.firmament.protocol.message.Goodbye;
import io.firmament.protocol.message.Hello;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.Refusal;
import io.firmament.protocol.message.Reset;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.message.StatusAnswer;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Function;

/** CBOR messages: the first octet says which one, the rest is decoded as it. */
class MessageFuzzTest {
  private static final int MOST_OCTETS = 4096;

  @FuzzTest(maxDuration = "10m")
  void message(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] octets = Arrays.copyOfRange(input, 1, input.length);
    try {
      decode(input[0], octets);
    } catch (DecodeException refused) {
      assertThat(refused.getMessage()).isNotEmpty();
    }
  }

  private static void decode(byte kind, byte[] octets) throws DecodeException {
    switch (Math.floorMod(kind, 14)) {
      case 0 -> again(octets, HelloCodec::decode, (Function<Hello, byte[]>) HelloCodec::encode);
      case 1 -> again(octets, OfferCodec::decode, (Function<Offer, byte[]>) OfferCodec::encode);
      case 2 ->
          again(
              octets, OfferCodec::decodeAnswer, (Function<HelloAnswer, byte[]>) OfferCodec::encode);
      case 3 ->
          again(octets, ReportCodec::decodeStatus, (Function<Status, byte[]>) ReportCodec::encode);
      case 4 ->
          again(
              octets,
              ReportCodec::decodeStatusAnswer,
              (Function<StatusAnswer, byte[]>) ReportCodec::encode);
      case 5 ->
          again(
              octets,
              ReportCodec::decodeEvent,
              (Function<DeviceEvent, byte[]>) ReportCodec::encode);
      case 6 ->
          again(
              octets, ReportCodec::decodeGoodbye, (Function<Goodbye, byte[]>) ReportCodec::encode);
      case 7 ->
          again(
              octets,
              CommandCodec::decodeRefusal,
              (Function<Refusal, byte[]>) CommandCodec::encode);
      case 8 ->
          again(
              octets, CommandCodec::decodeCancel, (Function<Cancel, byte[]>) CommandCodec::encode);
      case 9 ->
          again(
              octets,
              CommandCodec::decodeEndSession,
              (Function<EndSession, byte[]>) CommandCodec::encode);
      case 10 ->
          again(octets, CommandCodec::decodeReset, (Function<Reset, byte[]>) CommandCodec::encode);
      case 11 -> again(octets, CommandCodec::decodeSwitch, CommandCodec::encodeSwitch);
      case 12 ->
          again(
              octets,
              CommandCodec::decodeTime,
              (Function<Instant, byte[]>) CommandCodec::encodeTime);
      default ->
          assertThat(CborEncoder.encode(CborDecoder.decode("item", octets, MOST_OCTETS)))
              .isEqualTo(octets);
    }
  }

  private interface Decoder<T> {
    T decode(byte[] octets) throws DecodeException;
  }

  /** What was accepted is the same when it has been said again; unknown keys may be gone. */
  private static <T> void again(byte[] octets, Decoder<T> decoder, Function<T, byte[]> encoder)
      throws DecodeException {
    T message = decoder.decode(octets);
    byte[] said = encoder.apply(message);
    assertThat(said.length).isLessThanOrEqualTo(octets.length);
    assertThat(encoder.apply(decoder.decode(said))).isEqualTo(said);
  }
}
