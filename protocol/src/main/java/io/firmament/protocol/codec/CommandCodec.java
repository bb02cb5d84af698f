package io.firmament.protocol.codec;

import io.firmament.protocol.message.Cancel;
import io.firmament.protocol.message.EndSession;
import io.firmament.protocol.message.Refusal;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.Reset;
import java.time.Instant;

/**
 * What the cloud tells a device to do, and how a device refuses (docs/protocol.cddl, {@code
 * cancel}).
 */
public final class CommandCodec {
  static final WireEnum<RefusalReason> REASONS =
      WireEnum.of("reason", RefusalReason.values(), RefusalReason::wire);

  private static final int MAX_OCTETS = 64;
  private static final WireEnum<Reset.Kind> KINDS =
      WireEnum.of("reset", Reset.Kind.values(), Reset.Kind::wire);

  private CommandCodec() {}

  /** A refusal's octets. */
  public static byte[] encode(Refusal refusal) {
    return CborEncoder.encode(Cbor.map().put(1, refusal.reason().wire()).build());
  }

  /** A refusal out of its octets. */
  public static Refusal decodeRefusal(byte[] octets) throws DecodeException {
    Fields fields = Fields.of("refusal", CborDecoder.decode("refusal", octets, MAX_OCTETS));
    Refusal refusal = new Refusal(fields.value(1, "reason", REASONS::read));
    fields.end();
    return refusal;
  }

  /** A cancel's octets. */
  public static byte[] encode(Cancel cancel) {
    return CborEncoder.encode(Cbor.map().put(1, cancel.commandId()).build());
  }

  /** A cancel out of its octets. */
  public static Cancel decodeCancel(byte[] octets) throws DecodeException {
    return new Cancel(commandIdAlone("cancel", octets));
  }

  /** The octets of a request to end the session. */
  public static byte[] encode(EndSession endSession) {
    return CborEncoder.encode(Cbor.map().put(1, endSession.commandId()).build());
  }

  /** A request to end the session out of its octets. */
  public static EndSession decodeEndSession(byte[] octets) throws DecodeException {
    return new EndSession(commandIdAlone("end session", octets));
  }

  /** A reset's octets. */
  public static byte[] encode(Reset reset) {
    return CborEncoder.encode(
        Cbor.map().put(1, reset.commandId()).put(2, reset.kind().wire()).build());
  }

  /** A reset out of its octets. */
  public static Reset decodeReset(byte[] octets) throws DecodeException {
    Fields fields = Fields.of("reset", CborDecoder.decode("reset", octets, MAX_OCTETS));
    Reset reset = new Reset(commandId(fields), fields.value(2, "reset", KINDS::read));
    fields.end();
    return reset;
  }

  /** The octets of a switch: <i>force</i> and <i>pending</i>. */
  public static byte[] encodeSwitch(boolean on) {
    return CborEncoder.encode(Cbor.bool(on));
  }

  /** A switch out of its octets. */
  public static boolean decodeSwitch(byte[] octets) throws DecodeException {
    Cbor item = CborDecoder.decode("switch", octets, MAX_OCTETS);
    if (item instanceof Cbor.Bool bool) {
      return bool.value();
    }
    throw new DecodeException("switch", item.offset(), "true or false", item.kind());
  }

  /** The octets of a time, to the second. */
  public static byte[] encodeTime(Instant time) {
    return CborEncoder.encode(Cbor.uint(time.getEpochSecond()));
  }

  /** A time out of its octets. */
  public static Instant decodeTime(byte[] octets) throws DecodeException {
    Cbor item = CborDecoder.decode("time", octets, MAX_OCTETS);
    return Instant.ofEpochSecond(Fields.uint("time", item, 0, Fields.UINT32));
  }

  private static long commandIdAlone(String what, byte[] octets) throws DecodeException {
    Fields fields = Fields.of(what, CborDecoder.decode(what, octets, MAX_OCTETS));
    long id = commandId(fields);
    fields.end();
    return id;
  }

  private static long commandId(Fields fields) throws DecodeException {
    return fields.uint(1, "command id", 1, Fields.UINT32);
  }
}
