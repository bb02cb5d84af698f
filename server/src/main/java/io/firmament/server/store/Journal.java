package io.firmament.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What happened, in order, in segments. One thread appends; others may read what is durable and cut
 * off what is old at the same time.
 */
final class Journal implements AutoCloseable {
  private final Path directory;
  private final Disk disk;
  private final SecureRandom ids = new SecureRandom();
  private final int segmentBytes;
  private final Object monitor = new Object();
  private final List<JournalSegment> segments = new ArrayList<>();
  private final AtomicBoolean rolled = new AtomicBoolean();
  private Disk.Output output;

  private Journal(DataDirectory data, int segmentBytes) {
    this.directory = data.journal();
    this.disk = data.disk();
    this.segmentBytes = segmentBytes;
  }

  /**
   * Reads the journal; the torn end that an interrupted append left is cut off.
   *
   * @param covered what the snapshot already holds
   * @param visitor is given every record, covered or not
   * @throws StoreUnusableException when anything else is wrong with it; nothing is cut then
   */
  static Journal open(
      DataDirectory data, int segmentBytes, long covered, JournalSegment.RecordVisitor visitor)
      throws IOException {
    Journal journal = new Journal(data, segmentBytes);
    DataDirectory.sweep(journal.disk, journal.directory);
    List<Path> files = DataDirectory.files(journal.directory, JournalSegment.SUFFIX);
    if (files.isEmpty()) {
      journal.begin(covered);
    } else {
      journal.recover(files, covered, visitor);
    }
    return journal;
  }

  private void begin(long covered) throws IOException {
    if (covered > 0) {
      throw StoreUnusableException.corrupt(
          directory + " holds no journal, but the snapshot covers it up to sequence " + covered);
    }
    startSegment(new SegmentHeader(newId(), 1, 0, 0));
  }

  private void recover(List<Path> files, long covered, JournalSegment.RecordVisitor visitor)
      throws IOException {
    JournalSegment.Scan scan = null;
    for (Path file : files) {
      if (scan != null && !scan.whole()) {
        throw scan.segment().corrupt("a bad record, and " + file.getFileName() + " follows");
      }
      JournalSegment.Scan next = JournalSegment.scan(file, visitor);
      requireChain(scan == null ? null : scan.segment(), next.segment(), covered);
      segments.add(next.segment());
      scan = next;
    }
    JournalSegment newest = segments.get(segments.size() - 1);
    if (newest.last() < covered) {
      throw newest.corrupt("the journal ends here, but the snapshot covers it up to " + covered);
    }
    if (!scan.whole()) {
      disk.truncate(newest.file(), newest.length());
    }
    output = disk.append(newest.file());
  }

  private static void requireChain(JournalSegment before, JournalSegment next, long covered)
      throws StoreUnusableException {
    SegmentHeader header = next.header();
    if (before == null) {
      if (header.first() - 1 > covered) {
        throw StoreUnusableException.corrupt(
            next.file()
                + " is the first of the journal, but the snapshot covers it only up to sequence "
                + covered);
      }
      return;
    }
    boolean chained =
        header.first() == before.last() + 1
            && header.previousId() == before.header().id()
            && header.previousCrc() == before.lastCrc();
    if (!chained) {
      throw before.corrupt(next.file().getFileName() + " does not continue here");
    }
  }

  /**
   * Makes changes durable, as one record.
   *
   * @return how many octets the journal grew
   * @throws IOException when that failed; the journal must not be used again
   */
  int append(JournalRecord record) throws IOException {
    JournalSegment newest = newest();
    boolean full = newest.length() >= segmentBytes || rolled.getAndSet(false);
    if (full && newest.last() >= newest.first()) {
      output.close();
      newest =
          startSegment(
              new SegmentHeader(
                  newId(), newest.last() + 1, newest.header().id(), newest.lastCrc()));
    }
    ByteBuffer frame = Frame.encode(newest.header().id(), record.first(), record.payload());
    int crc = frame.getInt(frame.limit() - Integer.BYTES);
    int length = frame.limit();
    output.write(frame);
    output.force();
    synchronized (monitor) {
      segments.set(segments.size() - 1, newest.with(record.last(), crc, length));
    }
    return length;
  }

  /** A segment has its name only once its header is durable. */
  private JournalSegment startSegment(SegmentHeader header) throws IOException {
    Path file = directory.resolve(JournalSegment.fileName(header.first()));
    Path aside = directory.resolve(file.getFileName() + DataDirectory.ASIDE);
    try (Disk.Output fresh = disk.create(aside)) {
      fresh.write(ByteBuffer.wrap(header.encode()));
      fresh.force();
    }
    disk.move(aside, file);
    disk.forceDirectory(directory);
    output = disk.append(file);
    JournalSegment started = JournalSegment.empty(file, header);
    synchronized (monitor) {
      segments.add(started);
    }
    return started;
  }

  private long newId() {
    long id = ids.nextLong();
    return id == 0 ? 1 : id;
  }

  /** What is durable, oldest first. */
  List<JournalSegment> segments() {
    synchronized (monitor) {
      return List.copyOf(segments);
    }
  }

  /** The last durable sequence number. */
  long last() {
    return newest().last();
  }

  private JournalSegment newest() {
    synchronized (monitor) {
      return segments.get(segments.size() - 1);
    }
  }

  /** The next record begins a new segment. */
  void roll() {
    rolled.set(true);
  }

  /**
   * Deletes the oldest segments, one durably after the other, as long as all that they hold is
   * covered and either what remains is at least {@code keepBytes} or nothing was written to them
   * since {@code keepSince}.
   */
  void cut(long covered, long keepBytes, Instant keepSince) throws IOException {
    long bytes = segments().stream().mapToLong(JournalSegment::length).sum();
    for (JournalSegment oldest : segments()) {
      bytes -= oldest.length();
      boolean enough = bytes >= keepBytes || oldest.writtenAt().isBefore(keepSince);
      if (oldest.last() > covered || !enough || oldest.file().equals(newest().file())) {
        return;
      }
      synchronized (monitor) {
        segments.remove(0);
      }
      disk.delete(oldest.file());
      disk.forceDirectory(directory);
    }
  }

  @Override
  public void close() throws IOException {
    output.close();
  }
}
