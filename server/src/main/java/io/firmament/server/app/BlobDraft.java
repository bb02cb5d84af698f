package io.firmament.server.app;

import io.firmament.protocol.value.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A blob that is being written: nobody finds it before it is kept. Used by one thread. */
public interface BlobDraft extends AutoCloseable {
  /** Takes the content; not buffered. Need not be closed. */
  OutputStream content();

  /** What has been written so far, in octets. */
  long sizeBytes();

  /**
   * Reads what has been written so far; the caller closes it.
   *
   * @throws IOException when the disk fails
   */
  InputStream open() throws IOException;

  /**
   * What has been written so far, mapped where it is in a file, and not to be written; good also
   * after the draft was kept or given up.
   *
   * @throws IOException when the disk fails, or it is 2 GiB or more
   */
  ByteBuffer view() throws IOException;

  /** The digest of what has been written so far. */
  Digest digest();

  /**
   * Makes it a blob, durably before this returns. The draft is of no more use then.
   *
   * @return its digest
   * @throws IOException when the disk fails; it is not kept then
   */
  Digest keep() throws IOException;

  /** Gives up what was not kept. */
  @Override
  void close() throws IOException;
}
