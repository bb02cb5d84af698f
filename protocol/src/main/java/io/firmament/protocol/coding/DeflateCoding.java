package io.firmament.protocol.coding;

import io.firmament.protocol.value.Coding;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;

/** Raw Deflate (RFC 1951) at the highest level, with the full window of 32 KiB. */
final class DeflateCoding implements ImageCoding {
  /** The tables of zlib are larger than those of a decoder for microcontrollers. */
  private static final int LARGER_TABLES_BYTES = 9 * 1024;

  @Override
  public Coding coding() {
    return Coding.DEFLATE;
  }

  @Override
  public int extraBytes() {
    return LARGER_TABLES_BYTES;
  }

  @Override
  public void encode(InputStream image, long imageSize, OutputStream encoded) throws IOException {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      DeflaterOutputStream stream = new DeflaterOutputStream(encoded, deflater, BUFFER_BYTES);
      image.transferTo(stream);
      stream.finish();
    } finally {
      deflater.end();
    }
  }

  @Override
  public void decode(InputStream encoded, DecodeBounds bounds, OutputStream image)
      throws CodingException, IOException {
    long needed = DecoderMemory.leastBytes(coding(), bounds.imageSize());
    if (needed > bounds.memoryBytes()) {
      throw CodingException.memory(coding(), 0, needed, bounds.memoryBytes());
    }
    Inflater inflater = new Inflater(true);
    try {
      inflate(inflater, encoded, bounds.imageSize(), image);
      if (inflater.getRemaining() > 0 || encoded.read() >= 0) {
        throw CodingException.trailing(coding(), inflater.getBytesRead());
      }
    } finally {
      inflater.end();
    }
  }

  private void inflate(Inflater inflater, InputStream encoded, long imageSize, OutputStream image)
      throws CodingException, IOException {
    byte[] input = new byte[BUFFER_BYTES];
    byte[] output = new byte[BUFFER_BYTES];
    while (!inflater.finished()) {
      if (inflater.needsInput()) {
        feed(inflater, encoded, input, imageSize);
      }
      long room = imageSize - inflater.getBytesWritten();
      int count = inflateOnce(inflater, output);
      if (count > room) {
        throw CodingException.tooLong(coding(), inflater.getBytesRead(), imageSize);
      }
      image.write(output, 0, count);
    }
    long written = inflater.getBytesWritten();
    if (written < imageSize) {
      throw CodingException.tooShort(coding(), inflater.getBytesRead(), imageSize, written);
    }
  }

  private void feed(Inflater inflater, InputStream encoded, byte[] input, long imageSize)
      throws CodingException, IOException {
    int count = encoded.read(input);
    if (count < 0) {
      throw CodingException.truncated(
          coding(), inflater.getBytesRead(), imageSize, inflater.getBytesWritten());
    }
    inflater.setInput(input, 0, count);
  }

  private int inflateOnce(Inflater inflater, byte[] output) throws CodingException {
    try {
      return inflater.inflate(output);
    } catch (DataFormatException e) {
      throw CodingException.invalid(coding(), inflater.getBytesRead(), e.getMessage());
    }
  }
}
