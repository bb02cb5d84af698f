package io.firmament.protocol.coding;

import io.firmament.protocol.value.Coding;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * One coding. An implementation keeps nothing between two calls, needs constant memory in each, and
 * closes no stream.
 */
public interface ImageCoding {
  /** Which one this is. */
  Coding coding();

  /**
   * What a small device needs to decode it besides its input and output buffers, in octets. A
   * device compares it with what it has.
   */
  int decoderMemoryBytes();

  /**
   * Encodes an image, the same image always into the same octets (of one version of the Java
   * platform's library: encode once, and keep the result).
   *
   * @param image read to its end
   * @param encoded where the encoded octets go
   * @throws IOException when a stream fails
   */
  void encode(InputStream image, OutputStream encoded) throws IOException;

  /**
   * Decodes an image of known size. Not one octet more than that is ever written; what is written
   * before an exception is not to be used.
   *
   * @param encoded the encoded octets and nothing else; read to its end
   * @param imageSize octets in the image, at least 0
   * @param image where the image goes
   * @throws CodingException at once when the stream is invalid, breaks off, has something behind
   *     its end, or holds an image of another size
   * @throws IOException when a stream fails
   */
  void decode(InputStream encoded, long imageSize, OutputStream image)
      throws CodingException, IOException;
}
