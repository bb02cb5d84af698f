package io.firmament.server.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one force makes durable: changes that were waiting together, in order. Its payload is
 *
 * <pre>
 * record = count change*
 * change = key-length-or-minus-one idempotency-key  count write*  count event*
 * write  = length key  value-length-or-minus-one value
 * event  = length stored-form
 * </pre>
 *
 * with all numbers in 32 bits, big-endian.
 *
 * @param first the first sequence number that it takes
 * @param changes at least one
 */
record JournalRecord(long first, List<JournaledChange> changes) {
  private static final int NOTHING = -1;
  private static final byte[] OUTCOME = "true".getBytes(StandardCharsets.US_ASCII);

  JournalRecord {
    changes = List.copyOf(changes);
  }

  /** Is given each change with the last sequence number that it takes, its revision. */
  interface ChangeVisitor {
    void change(long revision, JournaledChange change) throws IOException;
  }

  /** The last sequence number that it takes. */
  long last() {
    return first - 1 + changes.stream().mapToLong(JournaledChange::span).sum();
  }

  void visit(ChangeVisitor visitor) throws IOException {
    long revision = first - 1;
    for (JournaledChange change : changes) {
      revision += change.span();
      visitor.change(revision, change);
    }
  }

  /** Puts the versions that a change makes into a map. */
  static void apply(long revision, JournaledChange change, Map<RecordKey, Version> versions) {
    for (JournaledChange.Write write : change.writes()) {
      versions.put(write.key(), new Version(revision, write.value()));
    }
    change
        .idempotencyKey()
        .map(RecordKey::ofOutcome)
        .ifPresent(key -> versions.put(key, new Version(revision, Optional.of(OUTCOME))));
  }

  byte[] payload() {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(octets)) {
      out.writeInt(changes.size());
      for (JournaledChange change : changes) {
        write(out, change.idempotencyKey().map(key -> key.getBytes(StandardCharsets.UTF_8)));
        out.writeInt(change.writes().size());
        for (JournaledChange.Write write : change.writes()) {
          write(out, Optional.of(write.key().octets()));
          write(out, write.value());
        }
        out.writeInt(change.events().size());
        for (byte[] event : change.events()) {
          write(out, Optional.of(event));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return octets.toByteArray();
  }

  /**
   * Reads a payload whose checksum was right.
   *
   * @throws IOException when it is not as described above, so written by another version
   */
  static JournalRecord read(long first, byte[] payload) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload))) {
      List<JournaledChange> changes = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        Optional<byte[]> key = read(in);
        changes.add(
            new JournaledChange(
                key.map(octets -> new String(octets, StandardCharsets.UTF_8)),
                readWrites(in),
                readEvents(in)));
      }
      if (in.available() > 0) {
        throw new IOException(in.available() + " octets behind the last change");
      }
      return new JournalRecord(first, changes);
    }
  }

  private static List<JournaledChange.Write> readWrites(DataInputStream in) throws IOException {
    List<JournaledChange.Write> writes = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      RecordKey key = new RecordKey(readPresent(in));
      writes.add(new JournaledChange.Write(key, read(in)));
    }
    return writes;
  }

  private static List<byte[]> readEvents(DataInputStream in) throws IOException {
    List<byte[]> events = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      events.add(readPresent(in));
    }
    return events;
  }

  private static void write(DataOutputStream out, Optional<byte[]> octets) throws IOException {
    if (octets.isEmpty()) {
      out.writeInt(NOTHING);
      return;
    }
    out.writeInt(octets.get().length);
    out.write(octets.get());
  }

  private static byte[] readPresent(DataInputStream in) throws IOException {
    return read(in).orElseThrow(() -> new IOException("a key or an event is missing"));
  }

  private static Optional<byte[]> read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length == NOTHING) {
      return Optional.empty();
    }
    if (length < 0 || length > in.available()) {
      throw new IOException("a length of " + length + " with " + in.available() + " octets left");
    }
    return Optional.of(in.readNBytes(length));
  }
}
