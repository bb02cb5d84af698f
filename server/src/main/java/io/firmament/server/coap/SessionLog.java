package io.firmament.server.coap;

import io.firmament.protocol.value.DeviceId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.AEADBadTagException;

/**
 * The file of kept sessions: records behind each other, each {length in two octets, sealed entry},
 * the last entry of a device counts. It survives a killed process as far as it was written; a bad
 * record and what follows it are given up, which costs their devices a full handshake and nothing
 * else. Not for several threads.
 */
final class SessionLog {
  private static final String PURPOSE = "firmament-session-1";
  private static final byte[] NOTHING = new byte[0];
  private static final int LENGTH_BYTES = 2;
  private static final int KEPT = 1;
  private static final int REMOVED = 2;
  private static final int GARBAGE_ALLOWED = 1_000;

  private final DurableFile file;
  private final SealedBox box;
  private FileChannel channel;
  private int records;

  SessionLog(DurableFile file, SealedBox box) {
    this.file = file;
    this.box = box;
  }

  /** All that can be read, by device. */
  Map<DeviceId, KeptSession> read() throws IOException {
    Map<DeviceId, KeptSession> found = new LinkedHashMap<>();
    ByteBuffer octets = ByteBuffer.wrap(file.read().orElse(NOTHING));
    Optional<byte[]> entry = next(octets);
    while (entry.isPresent()) {
      apply(entry.get(), found);
      entry = next(octets);
    }
    return found;
  }

  private Optional<byte[]> next(ByteBuffer octets) {
    if (octets.remaining() < LENGTH_BYTES) {
      return Optional.empty();
    }
    int length = octets.getShort() & 0xFFFF;
    if (octets.remaining() < length) {
      return Optional.empty();
    }
    byte[] sealed = new byte[length];
    octets.get(sealed);
    try {
      return Optional.of(box.open(PURPOSE, sealed));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    }
  }

  private static void apply(byte[] entry, Map<DeviceId, KeptSession> found) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(entry));
    if (in.readByte() == KEPT) {
      KeptSession session = KeptSession.read(in);
      found.put(session.device(), session);
    } else {
      found.remove(new DeviceId(in.readUTF()));
    }
  }

  /** Replaces the file by one with these sessions and nothing else. */
  void rewrite(Collection<KeptSession> sessions) throws IOException {
    close();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (KeptSession session : sessions) {
      all.writeBytes(record(session.device(), Optional.of(session)));
    }
    file.replace(all.toByteArray());
    channel = file.append();
    records = sessions.size();
  }

  /** Adds what became of devices' sessions, in one write. */
  void append(Map<DeviceId, Optional<KeptSession>> changes) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Map.Entry<DeviceId, Optional<KeptSession>> change : changes.entrySet()) {
      all.writeBytes(record(change.getKey(), change.getValue()));
    }
    ByteBuffer octets = ByteBuffer.wrap(all.toByteArray());
    while (octets.hasRemaining()) {
      channel.write(octets);
    }
    records += changes.size();
  }

  /** Whether most of the file is out of date. */
  boolean isWorthRewriting(int live) {
    return records > 2 * live + GARBAGE_ALLOWED;
  }

  private byte[] record(DeviceId device, Optional<KeptSession> session) throws IOException {
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(entry);
    out.writeByte(session.isPresent() ? KEPT : REMOVED);
    if (session.isPresent()) {
      session.get().write(out);
    } else {
      out.writeUTF(device.hex());
    }
    byte[] sealed = box.seal(PURPOSE, entry.toByteArray());
    return ByteBuffer.allocate(LENGTH_BYTES + sealed.length)
        .putShort((short) sealed.length)
        .put(sealed)
        .array();
  }

  /** Forces and closes the file. */
  void close() throws IOException {
    if (channel != null) {
      channel.force(true);
      channel.close();
      channel = null;
    }
  }
}
