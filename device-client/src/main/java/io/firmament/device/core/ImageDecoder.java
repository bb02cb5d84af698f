package io.firmament.device.core;

import io.firmament.protocol.value.Coding;
import java.io.IOException;
import java.io.InputStream;

/** Decodes a received representation into an image. */
@FunctionalInterface
public interface ImageDecoder {
  /**
   * Opens the decoded image as a stream. The decoder must be bounded: it never yields more than
   * {@code imageSizeBytes} octets and never takes more memory than its coding states. Whatever is
   * wrong with the encoded octets (malformed, cut short, data behind the end, one octet too many)
   * is an {@link IOException} from here or from reading the stream. An exception that {@code
   * encoded} throws must be passed on unchanged. Closing the stream releases what the decoder
   * holds; the caller closes {@code encoded}.
   *
   * @param coding how the image is coded
   * @param encoded the received octets; their digest has been checked
   * @param imageSizeBytes how many octets the manifest says that the image has
   */
  InputStream decode(Coding coding, InputStream encoded, long imageSizeBytes) throws IOException;
}
