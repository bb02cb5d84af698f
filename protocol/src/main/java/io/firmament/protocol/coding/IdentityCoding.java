package io.firmament.protocol.coding;

import io.firmament.protocol.value.Coding;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The image as it is. */
final class IdentityCoding implements ImageCoding {
  @Override
  public Coding coding() {
    return Coding.IDENTITY;
  }

  @Override
  public int extraBytes() {
    return 0;
  }

  @Override
  public void encode(InputStream image, long imageSize, OutputStream encoded) throws IOException {
    image.transferTo(encoded);
  }

  @Override
  public void decode(InputStream encoded, DecodeBounds bounds, OutputStream image)
      throws CodingException, IOException {
    long imageSize = bounds.imageSize();
    byte[] buffer = new byte[BUFFER_BYTES];
    long written = 0;
    int count = encoded.read(buffer);
    while (count >= 0) {
      if (count > imageSize - written) {
        throw CodingException.tooLong(coding(), imageSize, imageSize);
      }
      image.write(buffer, 0, count);
      written += count;
      count = encoded.read(buffer);
    }
    if (written < imageSize) {
      throw CodingException.truncated(coding(), written, imageSize, written);
    }
  }
}
