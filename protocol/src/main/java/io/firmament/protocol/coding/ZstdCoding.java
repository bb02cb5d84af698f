package io.firmament.protocol.coding;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.firmament.protocol.value.Coding;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One Zstandard frame (RFC 8878) at level 19. The library is native and optional: this class is
 * touched only where {@link ZstdLibrary} has found it.
 */
final class ZstdCoding implements ImageCoding {
  private static final int LEVEL = 19;

  /**
   * What libzstd takes beyond its tables and the window when it streams: one block for input and
   * two for output, of 128 KiB each ({@code ZSTD_estimateDStreamSize} of 1.5.7).
   */
  private static final int STREAM_BYTES = 3 * 128 * 1024 + 64;

  @Override
  public Coding coding() {
    return Coding.ZSTD;
  }

  @Override
  public int extraBytes() {
    return STREAM_BYTES;
  }

  @Override
  public void encode(InputStream image, long imageSize, OutputStream encoded) throws IOException {
    byte[] input = new byte[BUFFER_BYTES];
    ByteBuffer output = ByteBuffer.allocate(BUFFER_BYTES);
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      context.setLevel(LEVEL);
      context.setWindowLog(ZstdFrame.log(ZstdFrame.windowBytes(imageSize)));
      context.setChecksum(false);
      context.setPledgedSrcSize(imageSize);
      for (int count = image.read(input); count >= 0; count = image.read(input)) {
        ByteBuffer some = ByteBuffer.wrap(input, 0, count);
        while (some.hasRemaining()) {
          context.compressByteBufferStream(output, some, EndDirective.CONTINUE);
          drain(output, encoded);
        }
      }
      boolean done = false;
      while (!done) {
        done = context.compressByteBufferStream(output, ByteBuffer.allocate(0), EndDirective.END);
        drain(output, encoded);
      }
    } catch (ZstdException e) {
      throw new IOException("zstd cannot encode this image: " + e.getMessage(), e);
    }
  }

  private static void drain(ByteBuffer from, OutputStream to) throws IOException {
    to.write(from.array(), 0, from.position());
    from.clear();
  }

  @Override
  public void decode(InputStream encoded, DecodeBounds bounds, OutputStream image)
      throws CodingException, IOException {
    IntakeMachine intake = new IntakeMachine(encoded);
    byte[] header = header(intake, bounds);
    ZstdFrame frame = ZstdFrame.judge(header, bounds);
    try (ZstdDecompressCtx context = new ZstdDecompressCtx()) {
      context.setLongMax(ZstdFrame.log(frame.windowBytes()));
      unpack(context, header, intake, bounds.imageSize(), image);
    } catch (ZstdException e) {
      throw CodingException.invalid(coding(), intake.taken(), e.getMessage());
    }
  }

  private byte[] header(IntakeMachine intake, DecodeBounds bounds)
      throws CodingException, IOException {
    byte[] fixed = octets(intake, ZstdFrame.FIXED_BYTES, bounds);
    byte[] rest = octets(intake, ZstdFrame.restBytes(fixed), bounds);
    byte[] header = Arrays.copyOf(fixed, fixed.length + rest.length);
    System.arraycopy(rest, 0, header, fixed.length, rest.length);
    return header;
  }

  private byte[] octets(IntakeMachine intake, int count, DecodeBounds bounds)
      throws CodingException, IOException {
    byte[] octets = intake.readNBytes(count);
    if (octets.length < count) {
      throw CodingException.truncated(coding(), intake.taken(), bounds.imageSize(), 0);
    }
    return octets;
  }

  private void unpack(
      ZstdDecompressCtx context,
      byte[] header,
      IntakeMachine intake,
      long imageSize,
      OutputStream image)
      throws CodingException, IOException {
    byte[] input = new byte[BUFFER_BYTES];
    ByteBuffer some = ByteBuffer.wrap(header);
    ByteBuffer output = ByteBuffer.allocate(BUFFER_BYTES);
    long written = 0;
    boolean done = false;
    while (!done) {
      done = context.decompressByteBufferStream(output, some);
      int count = output.position();
      if (count > imageSize - written) {
        throw CodingException.tooLong(coding(), intake.taken(), imageSize);
      }
      written += count;
      boolean more = !output.hasRemaining();
      drain(output, image);
      if (!done && !more && !some.hasRemaining()) {
        some = feed(intake, input, imageSize, written);
      }
    }
    long end = intake.taken() - some.remaining();
    if (written < imageSize) {
      throw CodingException.tooShort(coding(), end, imageSize, written);
    }
    if (some.hasRemaining() || intake.read() >= 0) {
      throw CodingException.trailing(coding(), end);
    }
  }

  private ByteBuffer feed(IntakeMachine intake, byte[] input, long imageSize, long written)
      throws CodingException, IOException {
    int count = intake.read(input);
    if (count < 0) {
      throw CodingException.truncated(coding(), intake.taken(), imageSize, written);
    }
    return ByteBuffer.wrap(input, 0, count);
  }
}
