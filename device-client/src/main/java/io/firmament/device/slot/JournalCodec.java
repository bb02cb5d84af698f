package io.firmament.device.slot;

import io.firmament.device.core.EncodedImage;
import io.firmament.device.core.InstalledImage;
import io.firmament.device.core.ManifestOctets;
import io.firmament.device.core.UpdateOrder;
import io.firmament.protocol.value.ByteRange;
import io.firmament.protocol.value.Coding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A transfer's journal ↔ octets. First the order, whole, with a CRC-32C; then, one a checkpoint,
 * records of ranges, each with a CRC-32C that is seeded with the order's, so that a record of
 * another transfer never counts. A record that is not sound ends the journal: it was cut short.
 */
final class JournalCodec {
  private static final int MAGIC = 0x464D544A; // FMTJ
  private static final int FORMAT = 1;
  private static final int FRAME_BYTES = 2 * Integer.BYTES;

  private JournalCodec() {}

  /**
   * A journal as it was read.
   *
   * @param order the update
   * @param durable the ranges that it vouches for, in the order of the records
   * @param soundBytes octets up to the end of the last sound record
   * @param seed what the records' CRCs are seeded with
   */
  record Journal(UpdateOrder order, List<ByteRange> durable, int soundBytes, int seed) {}

  /** The journal's first record: length, order, CRC. */
  static byte[] encodeOrder(UpdateOrder order) {
    RecordOutput out = new RecordOutput().i32(MAGIC).i32(FORMAT).i64(order.commandId());
    out.facts(order.image().facts())
        .block(order.image().manifest().octets())
        .u8(order.image().component())
        .text(order.encoded().coding().name())
        .i64(order.encoded().sizeBytes())
        .digest(order.encoded().digest());
    return framed(out.octets(), MAGIC);
  }

  /** What the following records' CRCs are seeded with. */
  static int seed(byte[] encodedOrder) {
    int end = encodedOrder.length;
    return new RecordInput(Arrays.copyOfRange(encodedOrder, end - Integer.BYTES, end)).i32();
  }

  /** A checkpoint's record. */
  static byte[] encodeRanges(List<ByteRange> ranges, int seed) {
    RecordOutput out = new RecordOutput().i32(ranges.size());
    ranges.forEach(range -> out.i64(range.offset()).i64(range.length()));
    return framed(out.octets(), seed);
  }

  static Journal decode(byte[] octets) throws DamagedRecordException {
    byte[] orderBody = body(octets, 0, MAGIC);
    if (orderBody.length == 0) {
      throw new DamagedRecordException("expected an update's order with a sound CRC-32C");
    }
    UpdateOrder order = RecordInput.whole(orderBody, JournalCodec::order);
    int at = orderBody.length + FRAME_BYTES;
    int seed = seed(Arrays.copyOf(octets, at));
    List<ByteRange> durable = new ArrayList<>();
    for (byte[] record = body(octets, at, seed); record.length > 0; ) {
      durable.addAll(RecordInput.whole(record, JournalCodec::ranges));
      at += record.length + FRAME_BYTES;
      record = body(octets, at, seed);
    }
    return new Journal(order, durable, at, seed);
  }

  private static UpdateOrder order(RecordInput in) throws DamagedRecordException {
    int magic = in.i32();
    int format = in.i32();
    if (magic != MAGIC || format != FORMAT) {
      throw new DamagedRecordException(
          "expected journal format " + FORMAT + ", found format " + format);
    }
    long commandId = in.i64();
    InstalledImage image = new InstalledImage(in.facts(), ManifestOctets.of(in.block()), in.u8());
    EncodedImage encoded = new EncodedImage(Coding.valueOf(in.text()), in.i64(), in.digest());
    return new UpdateOrder(commandId, image, encoded);
  }

  private static List<ByteRange> ranges(RecordInput in) {
    List<ByteRange> ranges = new ArrayList<>();
    for (int left = in.i32(); left > 0; left--) {
      ranges.add(new ByteRange(in.i64(), in.i64()));
    }
    return ranges;
  }

  private static byte[] framed(byte[] body, int seed) {
    byte[] frame = new RecordOutput().block(body).octets();
    return new RecordOutput().block(body).i32(RecordOutput.crc(seed, frame)).octets();
  }

  /** The body of the record at an offset; empty when there is no sound one. */
  private static byte[] body(byte[] octets, int at, int seed) {
    int left = octets.length - at;
    if (left <= FRAME_BYTES) {
      return new byte[0];
    }
    int length = new RecordInput(Arrays.copyOfRange(octets, at, at + Integer.BYTES)).i32();
    if (length <= 0 || length > left - FRAME_BYTES) {
      return new byte[0];
    }
    int end = at + Integer.BYTES + length;
    int stored = new RecordInput(Arrays.copyOfRange(octets, end, end + Integer.BYTES)).i32();
    boolean sound = stored == RecordOutput.crc(seed, Arrays.copyOfRange(octets, at, end));
    return sound ? Arrays.copyOfRange(octets, at + Integer.BYTES, end) : new byte[0];
  }
}
