package io.firmament.protocol.coding;

import io.firmament.protocol.value.Coding;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZIOException;

/**
 * LZMA-alone: a header of 13 octets {properties, dictionary size u32, image size u64, both little
 * endian}, then one LZMA stream without an end marker.
 */
final class LzmaCoding implements ImageCoding {
  /** The dictionary that images are encoded with, and the largest that is decoded. */
  static final int DICTIONARY_BYTES = 16 * 1024;

  private static final int LEAST_DICTIONARY_BYTES = 4 * 1024;
  private static final int HEADER_BYTES = 13;
  private static final int LC = 0;
  private static final int LP = 2;
  private static final int PB = 2;
  private static final byte PROPERTIES = (PB * 5 + LP) * 9 + LC;

  /** The longest match, and no limit but the finder's own: an image is encoded once. */
  private static final int NICE_LENGTH = 273;

  private static final int DEPTH_OF_ITS_CHOICE = 0;

  @Override
  public Coding coding() {
    return Coding.LZMA;
  }

  @Override
  public int extraBytes() {
    return 0;
  }

  @Override
  public void encode(InputStream image, long imageSize, OutputStream encoded) throws IOException {
    LZMA2Options options =
        new LZMA2Options(
            DICTIONARY_BYTES,
            LC,
            LP,
            PB,
            LZMA2Options.MODE_NORMAL,
            NICE_LENGTH,
            LZMA2Options.MF_BT4,
            DEPTH_OF_ITS_CHOICE);
    LZMAOutputStream stream = new LZMAOutputStream(encoded, options, imageSize);
    image.transferTo(stream);
    stream.finish();
  }

  @Override
  public void decode(InputStream encoded, DecodeBounds bounds, OutputStream image)
      throws CodingException, IOException {
    IntakeMachine intake = new IntakeMachine(encoded);
    int dictionary = header(intake, bounds);
    unpack(intake, dictionary, bounds.imageSize(), image);
    if (intake.read() >= 0) {
      throw CodingException.trailing(coding(), intake.taken() - 1);
    }
  }

  /** Nothing but the parameters of this coding's number, and no more memory than there is. */
  private int header(IntakeMachine intake, DecodeBounds bounds)
      throws CodingException, IOException {
    byte[] octets = intake.readNBytes(HEADER_BYTES);
    if (octets.length < HEADER_BYTES) {
      throw CodingException.truncated(coding(), octets.length, bounds.imageSize(), 0);
    }
    ByteBuffer header = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
    byte properties = header.get();
    if (properties != PROPERTIES) {
      throw CodingException.invalid(
          coding(), 0, "expected properties " + PROPERTIES + ", found " + (properties & 0xFF));
    }
    int dictionary = dictionary(header.getInt(), bounds);
    checkSize(header.getLong(), bounds.imageSize());
    return dictionary;
  }

  private int dictionary(int said, DecodeBounds bounds) throws CodingException {
    if (said < LEAST_DICTIONARY_BYTES || said > DICTIONARY_BYTES || said % 16 != 0) {
      throw CodingException.invalid(
          coding(),
          1,
          "expected a dictionary of 4096 to 16384 octets, a multiple of 16, found "
              + Integer.toUnsignedLong(said));
    }
    long needed = DecoderMemory.LZMA_STATE_BYTES + said;
    if (needed > bounds.memoryBytes()) {
      throw CodingException.memory(coding(), 1, needed, bounds.memoryBytes());
    }
    return said;
  }

  private void checkSize(long said, long imageSize) throws CodingException {
    if (said < 0) {
      throw CodingException.invalid(coding(), 5, "expected a size, found none");
    } else if (said > imageSize) {
      throw CodingException.tooLong(coding(), 5, imageSize);
    } else if (said < imageSize) {
      throw CodingException.tooShort(coding(), 5, imageSize, said);
    }
  }

  private void unpack(IntakeMachine intake, int dictionary, long imageSize, OutputStream image)
      throws CodingException, IOException {
    byte[] output = new byte[BUFFER_BYTES];
    long written = 0;
    LZMAInputStream stream = open(intake, dictionary, imageSize);
    int count = read(stream, intake, output, imageSize, written);
    while (count >= 0) {
      image.write(output, 0, count);
      written += count;
      count = read(stream, intake, output, imageSize, written);
    }
  }

  /** The library yields exactly as many octets as it is told here, or throws. */
  private LZMAInputStream open(IntakeMachine intake, int dictionary, long imageSize)
      throws CodingException, IOException {
    try {
      return new LZMAInputStream(intake, imageSize, PROPERTIES, dictionary);
    } catch (EOFException | XZIOException e) {
      throw judged(e, intake, imageSize, 0);
    }
  }

  private int read(
      LZMAInputStream stream, IntakeMachine intake, byte[] output, long imageSize, long written)
      throws CodingException, IOException {
    try {
      return stream.read(output);
    } catch (EOFException | XZIOException e) {
      throw judged(e, intake, imageSize, written);
    }
  }

  /** What the library says of the stream; an exception of the source itself is passed on. */
  private CodingException judged(
      IOException said, IntakeMachine intake, long imageSize, long written) throws IOException {
    if (said instanceof XZIOException) {
      return CodingException.invalid(coding(), intake.taken(), said.getMessage());
    } else if (intake.ended()) {
      return CodingException.truncated(coding(), intake.taken(), imageSize, written);
    }
    throw said;
  }
}
