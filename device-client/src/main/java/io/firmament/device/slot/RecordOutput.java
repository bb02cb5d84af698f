package io.firmament.device.slot;

import io.firmament.device.core.ImageFacts;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.ModuleName;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Writes a record, big endian. Its format is this package's own affair. */
final class RecordOutput {
  private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

  RecordOutput u8(int value) {
    octets.write(value);
    return this;
  }

  RecordOutput flag(boolean value) {
    return u8(value ? 1 : 0);
  }

  RecordOutput i32(int value) {
    octets.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    return this;
  }

  RecordOutput i64(long value) {
    octets.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    return this;
  }

  RecordOutput block(byte[] value) {
    i32(value.length);
    octets.writeBytes(value);
    return this;
  }

  RecordOutput text(String value) {
    return block(value.getBytes(StandardCharsets.UTF_8));
  }

  /** An enum's constant by its name, or the empty text. */
  RecordOutput name(Optional<? extends Enum<?>> value) {
    return text(value.map(Enum::name).orElse(""));
  }

  RecordOutput digest(Digest value) {
    octets.writeBytes(value.octets());
    return this;
  }

  RecordOutput instant(Instant value) {
    return i64(value.getEpochSecond()).i32(value.getNano());
  }

  RecordOutput module(ModuleName value) {
    return text(value.kind().name()).u8(value.index()).text(value.name());
  }

  RecordOutput facts(ImageFacts value) {
    return module(value.module())
        .i32(value.version().number())
        .digest(value.digest())
        .i64(value.sizeBytes())
        .i64(value.security())
        .instant(value.issued());
  }

  byte[] octets() {
    return octets.toByteArray();
  }

  /** Ends the record with the CRC-32C of a seed and everything before. */
  byte[] sealed(int seed) {
    int crc = crc(seed, octets.toByteArray());
    return i32(crc).octets();
  }

  /** The CRC-32C (RFC 3720, appendix B.4) of a seed's four octets and some octets. */
  static int crc(int seed, byte[] octets) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, seed));
    crc.update(octets);
    return (int) crc.getValue();
  }
}
