package io.firmament.protocol.codec;

import io.firmament.protocol.manifest.ManifestCodec;
import java.util.List;
import java.util.function.Function;

/** Each kind of message with its codec, for tests that go through all of them. */
record MessageForm<M>(
    String kind, Decoder<M> decoder, Function<M, byte[]> encoder, Function<Messages, M> some) {
  /** Octets to a message. */
  @FunctionalInterface
  interface Decoder<M> {
    M decode(byte[] octets) throws DecodeException;
  }

  static final List<MessageForm<?>> ALL =
      List.of(
          new MessageForm<>("hello", HelloCodec::decode, HelloCodec::encode, Messages::fullHello),
          new MessageForm<>(
              "answer", OfferCodec::decodeAnswer, OfferCodec::encode, Messages::answer),
          new MessageForm<>("offer", OfferCodec::decode, OfferCodec::encode, Messages::offer),
          new MessageForm<>(
              "refusal", CommandCodec::decodeRefusal, CommandCodec::encode, Messages::refusal),
          new MessageForm<>(
              "status", ReportCodec::decodeStatus, ReportCodec::encode, Messages::status),
          new MessageForm<>(
              "status-answer",
              ReportCodec::decodeStatusAnswer,
              ReportCodec::encode,
              Messages::statusAnswer),
          new MessageForm<>(
              "event", ReportCodec::decodeEvent, ReportCodec::encode, Messages::event),
          new MessageForm<>(
              "goodbye", ReportCodec::decodeGoodbye, ReportCodec::encode, Messages::goodbye),
          new MessageForm<>(
              "cancel", CommandCodec::decodeCancel, CommandCodec::encode, Messages::cancel),
          new MessageForm<>(
              "reset", CommandCodec::decodeReset, CommandCodec::encode, Messages::reset),
          new MessageForm<>(
              "end-session",
              CommandCodec::decodeEndSession,
              CommandCodec::encode,
              Messages::endSession),
          new MessageForm<>(
              "switch", CommandCodec::decodeSwitch, CommandCodec::encodeSwitch, m -> true),
          new MessageForm<>(
              "time", CommandCodec::decodeTime, CommandCodec::encodeTime, Messages::time),
          new MessageForm<>(
              "manifest", ManifestCodec::decode, ManifestCodec::encode, Messages::manifest));

  static MessageForm<?> of(String kind) {
    return ALL.stream().filter(form -> form.kind.equals(kind)).findFirst().orElseThrow();
  }

  byte[] someOctets(Messages messages) {
    return encoder.apply(some.apply(messages));
  }

  /** The octets that the decoded message encodes to again. */
  byte[] again(byte[] octets) throws DecodeException {
    return encoder.apply(decoder.decode(octets));
  }

  @Override
  public String toString() {
    return kind;
  }
}
