package io.firmament.protocol.codec;

import io.firmament.protocol.message.DeviceEvent;
import io.firmament.protocol.message.Goodbye;
import io.firmament.protocol.message.ReportId;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.message.StatusAnswer;
import io.firmament.protocol.message.StatusVerdict;

/** What a device reports: status, events, goodbyes (docs/protocol.cddl, {@code status} and on). */
public final class ReportCodec {
  private static final int BOOT = 1;
  private static final int NUMBER = 2;
  private static final int MAX_OCTETS = 1024;
  private static final int MAX_DATA = 864;
  private static final WireEnum<Status.Phase> PHASES =
      WireEnum.of("phase", Status.Phase.values(), Status.Phase::wire);
  private static final WireEnum<StatusVerdict> VERDICTS =
      WireEnum.of("verdict", StatusVerdict.values(), StatusVerdict::wire);
  private static final WireEnum<Goodbye.Why> WHYS =
      WireEnum.of("why", Goodbye.Why.values(), Goodbye.Why::wire);

  private ReportCodec() {}

  /** A status's octets. */
  public static byte[] encode(Status status) {
    return CborEncoder.encode(
        report(status.id())
            .put(3, status.commandId())
            .put(4, status.phase().wire())
            .putIf(5, status.reason(), reason -> Cbor.uint(reason.wire()))
            .put(6, status.since())
            .putIf(
                7,
                status.progress(),
                progress -> Cbor.map().put(1, progress.blocks()).put(2, progress.of()).build())
            .build());
  }

  /** A status out of its octets. */
  public static Status decodeStatus(byte[] octets) throws DecodeException {
    Fields fields = Fields.of("status", CborDecoder.decode("status", octets, MAX_OCTETS));
    Status status =
        new Status(
            id(fields),
            fields.uint(3, "command id", 0, Fields.UINT32),
            fields.value(4, "phase", PHASES::read),
            fields.optional(5, CommandCodec.REASONS::read),
            fields.uint(6, "since", 0, Fields.UINT32),
            fields.optional(7, ReportCodec::progress));
    fields.end();
    return status;
  }

  /** The octets of an answer to a status: none for {@link StatusVerdict#PROCEED}. */
  public static byte[] encode(StatusAnswer answer) {
    return answer.verdict() == StatusVerdict.PROCEED
        ? new byte[0]
        : CborEncoder.encode(Cbor.map().put(1, answer.verdict().wire()).build());
  }

  /** The answer to a status out of its octets. */
  public static StatusAnswer decodeStatusAnswer(byte[] octets) throws DecodeException {
    if (octets.length == 0) {
      return new StatusAnswer(StatusVerdict.PROCEED);
    }
    Fields fields = Fields.of("answer", CborDecoder.decode("answer", octets, MAX_OCTETS));
    StatusAnswer answer = new StatusAnswer(fields.value(1, "verdict", VERDICTS::read));
    fields.end();
    return answer;
  }

  /** An event's octets. */
  public static byte[] encode(DeviceEvent event) {
    return CborEncoder.encode(report(event.id()).put(3, Cbor.text(event.data())).build());
  }

  /** An event out of its octets. */
  public static DeviceEvent decodeEvent(byte[] octets) throws DecodeException {
    Fields fields = Fields.of("event", CborDecoder.decode("event", octets, MAX_OCTETS));
    DeviceEvent event = new DeviceEvent(id(fields), fields.text(3, "data", 0, MAX_DATA));
    fields.end();
    return event;
  }

  /** A goodbye's octets. */
  public static byte[] encode(Goodbye goodbye) {
    return CborEncoder.encode(
        report(goodbye.id()).put(3, goodbye.why().wire()).put(4, goodbye.sleepSeconds()).build());
  }

  /** A goodbye out of its octets. */
  public static Goodbye decodeGoodbye(byte[] octets) throws DecodeException {
    Fields fields = Fields.of("goodbye", CborDecoder.decode("goodbye", octets, MAX_OCTETS));
    Goodbye goodbye =
        new Goodbye(
            id(fields),
            fields.value(3, "why", WHYS::read),
            fields.uint(4, "sleep", 0, Fields.UINT32));
    fields.end();
    return goodbye;
  }

  private static Cbor.MapBuilder report(ReportId id) {
    return Cbor.map().put(BOOT, id.bootCount()).put(NUMBER, id.number());
  }

  private static ReportId id(Fields fields) throws DecodeException {
    return new ReportId(
        fields.uint(BOOT, "boot count", 0, Fields.UINT32),
        fields.uint(NUMBER, "report number", 1, Fields.UINT32));
  }

  private static Status.Progress progress(Cbor item) throws DecodeException {
    Fields fields = Fields.of("progress", item);
    Status.Progress progress =
        new Status.Progress(
            fields.uint(1, "blocks", 0, Fields.UINT32), fields.uint(2, "of", 1, Fields.UINT32));
    fields.end();
    return progress;
  }
}
