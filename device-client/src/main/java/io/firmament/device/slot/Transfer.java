package io.firmament.device.slot;

import io.firmament.device.core.KeptTransfer;
import io.firmament.device.core.SlotStore;
import io.firmament.device.core.UpdateOrder;
import io.firmament.protocol.value.ByteRange;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The update that is being received: octets in {@code part}, forced, and only then vouched for in
 * the journal, which alone is believed after a restart.
 */
final class Transfer {
  private final SlotFiles files;
  private final UpdateOrder order;
  private final int seed;
  private final ReceivedRanges received = new ReceivedRanges();
  private final ReceivedRanges sinceCheckpoint = new ReceivedRanges();
  private long journalBytes;

  private Transfer(SlotFiles files, UpdateOrder order, int seed, long journalBytes) {
    this.files = files;
    this.order = order;
    this.seed = seed;
    this.journalBytes = journalBytes;
  }

  /**
   * Begins a transfer of which nothing is there. The old journal goes before the octets that it
   * vouches for, and the new one comes after the file that it speaks of.
   */
  static Transfer begin(SlotFiles files, UpdateOrder order) throws IOException {
    files.delete(FileNames.JOURNAL);
    files.forceDirectory();
    files.create(FileNames.PART);
    files.forceDirectory();
    return journaled(files, order, List.of());
  }

  /**
   * Reads the transfer that was under way, if there is one.
   *
   * @throws DamagedRecordException when there is a journal that cannot be believed
   */
  static Optional<Transfer> load(SlotFiles files) throws IOException, DamagedRecordException {
    long size = files.size(FileNames.JOURNAL).orElse(-1);
    if (size < 0) {
      return Optional.empty();
    }
    byte[] octets = files.read(FileNames.JOURNAL, 0, Math.toIntExact(size));
    JournalCodec.Journal journal = JournalCodec.decode(octets);
    Transfer transfer = new Transfer(files, journal.order(), journal.seed(), journal.soundBytes());
    journal.durable().forEach(transfer.received::add);
    transfer.requirePart();
    return Optional.of(transfer);
  }

  /** Removes whatever transfer there is, durably. */
  static void drop(SlotFiles files) throws IOException {
    files.delete(FileNames.JOURNAL);
    files.forceDirectory();
    files.delete(FileNames.PART);
    files.forceDirectory();
  }

  private static Transfer journaled(SlotFiles files, UpdateOrder order, List<ByteRange> received)
      throws IOException {
    String aside = FileNames.JOURNAL + FileNames.ASIDE;
    byte[] encoded = JournalCodec.encodeOrder(order);
    int seed = JournalCodec.seed(encoded);
    byte[] ranges = received.isEmpty() ? new byte[0] : JournalCodec.encodeRanges(received, seed);
    files.create(aside);
    files.write(aside, 0, encoded);
    if (ranges.length > 0) {
      files.write(aside, encoded.length, ranges);
    }
    files.force(aside);
    files.move(aside, FileNames.JOURNAL);
    files.forceDirectory();
    Transfer transfer = new Transfer(files, order, seed, encoded.length + (long) ranges.length);
    received.forEach(transfer.received::add);
    return transfer;
  }

  /** Goes on under another order for the same encoded image. */
  Transfer under(UpdateOrder other) throws IOException {
    checkpoint();
    return journaled(files, other, received.ranges());
  }

  UpdateOrder order() {
    return order;
  }

  KeptTransfer kept() {
    return new KeptTransfer(order, received.bytes());
  }

  List<ByteRange> missing() {
    return received.missingIn(whole());
  }

  void write(long offsetBytes, byte[] block) throws IOException {
    ByteRange range = new ByteRange(offsetBytes, block.length);
    if (range.end() > order.encoded().sizeBytes()) {
      throw new IllegalArgumentException(
          "expected octets up to " + order.encoded().sizeBytes() + ", got up to " + range.end());
    }
    for (ByteRange missing : received.missingIn(range)) {
      int from = (int) (missing.offset() - offsetBytes);
      byte[] octets = new byte[(int) missing.length()];
      System.arraycopy(block, from, octets, 0, octets.length);
      files.write(FileNames.PART, missing.offset(), octets);
      received.add(missing);
      sinceCheckpoint.add(missing);
    }
    if (sinceCheckpoint.bytes() >= SlotStore.checkpointBytes(order.encoded().sizeBytes())) {
      checkpoint();
    }
  }

  /** Forces what was received, then the journal's record of it: never the other way round. */
  void checkpoint() throws IOException {
    if (sinceCheckpoint.bytes() == 0) {
      return;
    }
    files.force(FileNames.PART);
    byte[] record = JournalCodec.encodeRanges(sinceCheckpoint.ranges(), seed);
    files.write(FileNames.JOURNAL, journalBytes, record);
    files.force(FileNames.JOURNAL);
    journalBytes += record.length;
    sinceCheckpoint.clear();
  }

  private ByteRange whole() {
    return new ByteRange(0, order.encoded().sizeBytes());
  }

  /** The journal must not vouch for more than there is: else somebody changed the files. */
  private void requirePart() throws IOException, DamagedRecordException {
    long end = received.ranges().stream().mapToLong(ByteRange::end).max().orElse(0);
    OptionalLong size = files.size(FileNames.PART);
    if (size.isEmpty()) {
      throw new DamagedRecordException("expected a file " + FileNames.PART + ", found none");
    }
    if (end > order.encoded().sizeBytes() || end > size.getAsLong()) {
      throw new DamagedRecordException(
          "expected octets up to " + end + ", found " + size.getAsLong() + " in " + FileNames.PART);
    }
  }
}
