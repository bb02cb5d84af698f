package io.firmament.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One file of the journal, as far as its records are whole and right.
 *
 * @param file where it is; its name is its first sequence number
 * @param header its header
 * @param last the last sequence number in it; one less than its first when it holds no record
 * @param lastCrc the checksum of the last record before the segment's end, in it or before it
 * @param length octets up to the end of its last record
 */
record JournalSegment(Path file, SegmentHeader header, long last, int lastCrc, int length) {
  static final String SUFFIX = ".journal";

  /** Is given the records of a segment in order. */
  interface RecordVisitor {
    void record(JournalRecord record) throws IOException;
  }

  static String fileName(long first) {
    return String.format(Locale.ROOT, "%019d%s", first, SUFFIX);
  }

  static JournalSegment empty(Path file, SegmentHeader header) {
    return new JournalSegment(
        file, header, header.first() - 1, header.previousCrc(), SegmentHeader.BYTES);
  }

  /** The same segment after an append. */
  JournalSegment with(long newLast, int newLastCrc, int addedBytes) {
    return new JournalSegment(file, header, newLast, newLastCrc, length + addedBytes);
  }

  /** When the last record was written. */
  Instant writtenAt() throws IOException {
    return Files.getLastModifiedTime(file).toInstant();
  }

  long first() {
    return header.first();
  }

  /**
   * Reads a segment from disk, up to its end or to the first octet that is no record.
   *
   * @throws StoreUnusableException when it has no header, or right records stand behind a bad one
   */
  static Scan scan(Path file, RecordVisitor visitor) throws IOException {
    byte[] octets = Files.readAllBytes(file);
    SegmentHeader header =
        SegmentHeader.of(octets)
            .filter(h -> file.getFileName().toString().equals(fileName(h.first())))
            .orElseThrow(
                () -> StoreUnusableException.corrupt(file + " does not begin with its header"));
    JournalSegment read = empty(file, header).walk(octets, visitor);
    boolean whole = read.length() == octets.length;
    if (!whole && Frame.anyBehind(header.id(), octets, read.length(), read.last())) {
      throw read.corrupt("right records stand behind a bad one");
    }
    return new Scan(read, whole);
  }

  /**
   * What a scan found.
   *
   * @param segment the part of it that is right
   * @param whole whether that is all of it
   */
  record Scan(JournalSegment segment, boolean whole) {}

  private JournalSegment walk(byte[] octets, RecordVisitor visitor) throws IOException {
    JournalSegment walked = this;
    Optional<Frame> next = Frame.at(header.id(), octets, walked.length());
    while (next.isPresent()) {
      Frame frame = next.get();
      if (frame.sequence() != walked.last() + 1) {
        throw walked.corrupt(
            "expected sequence " + (walked.last() + 1) + ", found " + frame.sequence());
      }
      JournalRecord record = walked.decode(frame);
      visitor.record(record);
      walked = walked.with(record.last(), frame.crc(), frame.end() - frame.start());
      next = Frame.at(header.id(), octets, walked.length());
    }
    return walked;
  }

  private JournalRecord decode(Frame frame) throws StoreUnusableException {
    try {
      return JournalRecord.read(frame.sequence(), frame.payload());
    } catch (IOException e) {
      StoreUnusableException refusal = corrupt("a record that this version cannot read");
      refusal.initCause(e);
      throw refusal;
    }
  }

  StoreUnusableException corrupt(String problem) {
    return StoreUnusableException.corrupt(
        file + ", octet " + length + ", behind sequence " + last + ": " + problem);
  }
}
