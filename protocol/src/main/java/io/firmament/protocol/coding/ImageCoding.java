package io.firmament.protocol.coding;

import io.firmament.protocol.value.Coding;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * One coding. An implementation keeps nothing between two calls, needs bounded memory in each, and
 * closes no stream. Besides what it states, a decoder has one buffer of {@value #BUFFER_BYTES}
 * octets for what comes in and one for what goes out.
 */
public interface ImageCoding {
  /** The size of a decoder's input and of its output buffer, in octets. */
  int BUFFER_BYTES = 8192;

  /** Which one this is. */
  Coding coding();

  /**
   * What this decoder needs beyond {@link DecoderMemory#leastBytes}, in octets: who has {@code m}
   * octets says that it has {@code m} less this.
   */
  int extraBytes();

  /**
   * Encodes an image, the same image always into the same octets (of one version of the library:
   * encode once, and keep the result).
   *
   * @param image read to its end
   * @param imageSize octets in the image, which some codings write down before they see it
   * @param encoded where the encoded octets go
   * @throws IOException when a stream fails, or such a coding finds another size
   */
  void encode(InputStream image, long imageSize, OutputStream encoded) throws IOException;

  /**
   * Decodes an image of known size. Not one octet more than that is ever written, and no more
   * memory taken than is there; what is written before an exception is not to be used.
   *
   * @param encoded the encoded octets and nothing else; read to its end
   * @param bounds how large the image is, and how much memory there is
   * @param image where the image goes
   * @throws CodingException at once when the stream is invalid, breaks off, has something behind
   *     its end, holds an image of another size, or needs more memory
   * @throws IOException when a stream fails
   */
  void decode(InputStream encoded, DecodeBounds bounds, OutputStream image)
      throws CodingException, IOException;
}
