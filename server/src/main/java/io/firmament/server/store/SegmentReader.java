package io.firmament.server.store;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the records of a segment one by one, from any of them on, in pieces of 128 KiB: what it
 * costs depends on what is read, and not on the size of the segment.
 */
final class SegmentReader implements Closeable {
  private static final int PIECE = 128 * 1024;

  private final JournalSegment segment;
  private final FileChannel file;
  private long offset;
  private long last;
  private byte[] piece = new byte[0];
  private int at;

  /**
   * @param offset where a record begins; the segment's header ends at {@link SegmentHeader#BYTES}
   * @param last the last sequence number before that record
   * @throws java.nio.file.NoSuchFileException when the segment has been deleted
   */
  SegmentReader(JournalSegment segment, long offset, long last) throws IOException {
    this.segment = segment;
    this.offset = offset;
    this.last = last;
    this.file = FileChannel.open(segment.file(), StandardOpenOption.READ);
  }

  /** Where the next record begins. */
  long offset() {
    return offset;
  }

  /** The last sequence number before the next record. */
  long last() {
    return last;
  }

  /**
   * The next record.
   *
   * @return empty at the end of what was durable when the segment was asked for
   * @throws StoreUnusableException when it is not there any more
   */
  Optional<JournalRecord> next() throws IOException {
    if (offset >= segment.length()) {
      return Optional.empty();
    }
    int length = frameLength();
    load(length);
    Frame frame =
        Frame.at(segment.header().id(), piece, at)
            .filter(f -> f.sequence() == last + 1)
            .orElseThrow(() -> corrupt("a record that was right before is not any more"));
    JournalRecord record = JournalRecord.read(frame.sequence(), frame.payload());
    at += length;
    offset += length;
    last = record.last();
    return Optional.of(record);
  }

  private int frameLength() throws IOException {
    if (segment.length() - offset < Integer.BYTES) {
      throw corrupt("the segment ends in the middle of a record");
    }
    load(Integer.BYTES);
    long length = Integer.BYTES + (long) ByteBuffer.wrap(piece).getInt(at);
    if (length <= Integer.BYTES || length > segment.length() - offset) {
      throw corrupt(
          "a record of " + length + " octets with " + (segment.length() - offset) + " left");
    }
    return (int) length;
  }

  /** Makes so many octets be there, and as many more as fit a piece. */
  private void load(int octets) throws IOException {
    int there = piece.length - at;
    if (there >= octets) {
      return;
    }
    long rest = segment.length() - offset;
    int wanted = (int) Math.min(rest, Math.max(octets, PIECE));
    byte[] next = Arrays.copyOfRange(piece, at, at + wanted);
    ByteBuffer missing = ByteBuffer.wrap(next, there, wanted - there);
    while (missing.hasRemaining()) {
      if (file.read(missing, offset + missing.position()) < 0) {
        throw new EOFException(segment.file() + " has become shorter");
      }
    }
    piece = next;
    at = 0;
  }

  private StoreUnusableException corrupt(String problem) {
    return StoreUnusableException.corrupt(
        segment.file() + ", octet " + offset + ", behind sequence " + last + ": " + problem);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
