package io.firmament.device.slot;

import io.firmament.device.core.ImageFacts;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleKind;
import io.firmament.protocol.value.ModuleName;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** Reads what {@link RecordOutput} wrote, strictly. */
final class RecordInput {
  private final ByteBuffer octets;

  RecordInput(byte[] octets) {
    this.octets = ByteBuffer.wrap(octets);
  }

  /** Reads a whole record: all of its octets, each value in range. */
  static <T> T whole(byte[] octets, Format<T> format) throws DamagedRecordException {
    RecordInput in = new RecordInput(octets);
    T value = in.read(format);
    if (in.octets.hasRemaining()) {
      throw new DamagedRecordException(
          "expected the end of the record at octet " + in.position() + " of " + octets.length);
    }
    return value;
  }

  /** Reads a part of a record. */
  <T> T read(Format<T> format) throws DamagedRecordException {
    try {
      return format.read(this);
    } catch (BufferUnderflowException e) {
      throw new DamagedRecordException(
          "expected more than the record's " + octets.limit() + " octets", e);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new DamagedRecordException("before octet " + position() + ": " + e.getMessage(), e);
    }
  }

  int position() {
    return octets.position();
  }

  int u8() {
    return octets.get() & 0xFF;
  }

  boolean flag() {
    return u8() == 1;
  }

  int i32() {
    return octets.getInt();
  }

  long i64() {
    return octets.getLong();
  }

  byte[] block() {
    return take(i32());
  }

  String text() {
    return new String(block(), StandardCharsets.UTF_8);
  }

  <E extends Enum<E>> Optional<E> name(Class<E> type) {
    String name = text();
    return name.isEmpty() ? Optional.empty() : Optional.of(Enum.valueOf(type, name));
  }

  Digest digest() {
    return Digest.ofOctets(take(Digest.BYTES));
  }

  Instant instant() {
    return Instant.ofEpochSecond(i64(), i32());
  }

  ModuleName module() {
    return new ModuleName(ModuleKind.valueOf(text()), u8(), text());
  }

  ImageFacts facts() {
    return new ImageFacts(module(), new FirmwareVersion(i32()), digest(), i64(), i64(), instant());
  }

  private byte[] take(int length) {
    if (length < 0 || length > octets.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] taken = new byte[length];
    octets.get(taken);
    return taken;
  }

  /** Reads a value. */
  interface Format<T> {
    T read(RecordInput in) throws DamagedRecordException;
  }
}
