package io.firmament.server.coap;

import io.firmament.protocol.value.DeviceId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.AEADBadTagException;

/**
 * The file of kept sessions: records behind each other, each {length in four octets, sealed
 * entries}, the last entry of a device counts. What is written at once is sealed at once, since a
 * seal costs more than what is in it. It survives a killed process as far as it was written; a bad
 * record and what follows it are given up, which costs their devices a full handshake and nothing
 * else. Not for several threads.
 */
final class SessionLog {
  private static final String PURPOSE = "firmament-session-1";
  private static final byte[] NOTHING = new byte[0];
  private static final int LENGTH_BYTES = 4;
  private static final int MOST_IN_RECORD = 256;
  private static final int KEPT = 1;
  private static final int REMOVED = 2;
  private static final int GARBAGE_ALLOWED = 1_000;

  private final DurableFile file;
  private final SealedBox box;
  private FileChannel channel;
  private int entries;

  SessionLog(DurableFile file, SealedBox box) {
    this.file = file;
    this.box = box;
  }

  /** All that can be read, by device. */
  Map<DeviceId, KeptSession> read() throws IOException {
    Map<DeviceId, KeptSession> found = new LinkedHashMap<>();
    ByteBuffer octets = ByteBuffer.wrap(file.read().orElse(NOTHING));
    Optional<byte[]> record = next(octets);
    while (record.isPresent()) {
      apply(record.get(), found);
      record = next(octets);
    }
    return found;
  }

  private Optional<byte[]> next(ByteBuffer octets) {
    if (octets.remaining() < LENGTH_BYTES) {
      return Optional.empty();
    }
    int length = octets.getInt();
    if (length < 0 || octets.remaining() < length) {
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

  private static void apply(byte[] record, Map<DeviceId, KeptSession> found) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(record));
    while (in.available() > 0) {
      if (in.readByte() == KEPT) {
        KeptSession session = KeptSession.read(in);
        found.put(session.device(), session);
      } else {
        found.remove(new DeviceId(in.readUTF()));
      }
    }
  }

  /** Replaces the file by one with these sessions and nothing else. */
  void rewrite(Map<DeviceId, KeptSession> sessions) throws IOException {
    close();
    Map<DeviceId, Optional<KeptSession>> all = new LinkedHashMap<>();
    sessions.forEach((device, session) -> all.put(device, Optional.of(session)));
    file.replace(records(all));
    channel = file.append();
    entries = sessions.size();
  }

  /** Adds what became of devices' sessions, in one write. */
  void append(Map<DeviceId, Optional<KeptSession>> changes) throws IOException {
    ByteBuffer octets = ByteBuffer.wrap(records(changes));
    while (octets.hasRemaining()) {
      channel.write(octets);
    }
    entries += changes.size();
  }

  /** Whether most of the file is out of date. */
  boolean isWorthRewriting(int live) {
    return entries > 2 * live + GARBAGE_ALLOWED;
  }

  private byte[] records(Map<DeviceId, Optional<KeptSession>> changes) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    int inRecord = 0;
    for (Map.Entry<DeviceId, Optional<KeptSession>> change : changes.entrySet()) {
      write(change.getKey(), change.getValue(), new DataOutputStream(record));
      if (++inRecord == MOST_IN_RECORD) {
        all.writeBytes(sealed(record));
        record.reset();
        inRecord = 0;
      }
    }
    if (inRecord > 0) {
      all.writeBytes(sealed(record));
    }
    return all.toByteArray();
  }

  private static void write(DeviceId device, Optional<KeptSession> session, DataOutputStream out)
      throws IOException {
    out.writeByte(session.isPresent() ? KEPT : REMOVED);
    if (session.isPresent()) {
      session.get().write(out);
    } else {
      out.writeUTF(device.hex());
    }
  }

  private byte[] sealed(ByteArrayOutputStream record) {
    byte[] sealed = box.seal(PURPOSE, record.toByteArray());
    return ByteBuffer.allocate(LENGTH_BYTES + sealed.length)
        .putInt(sealed.length)
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
