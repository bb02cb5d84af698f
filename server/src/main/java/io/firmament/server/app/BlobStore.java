package io.firmament.server.app;

import io.firmament.protocol.value.ByteRange;
import io.firmament.protocol.value.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;

/** The port to immutable files, each under its SHA-256 digest: images and their encodings. */
public interface BlobStore {
  /**
   * Keeps what the stream holds, durably before it returns; one that is there already is kept as it
   * is.
   *
   * @param limitBytes the most that is taken
   * @return its digest
   * @throws BlobTooLargeException when the stream holds more; nothing of it is kept
   * @throws IOException when the stream or the disk fails; nothing of it is kept
   */
  Digest put(InputStream content, long limitBytes) throws IOException, BlobTooLargeException;

  /**
   * Begins a blob whose content is made little by little, and is to be looked at before it is kept.
   *
   * @throws IOException when the disk fails
   */
  BlobDraft draft() throws IOException;

  /** The size of a blob in octets, if it is there. */
  OptionalLong size(Digest digest);

  /**
   * Reads just this range of a blob.
   *
   * @return the octets: fewer than asked for only at the end, none behind it
   * @throws IOException when the blob is not there or cannot be read
   */
  byte[] read(Digest digest, ByteRange range) throws IOException;

  /** The whole blob as a stream. */
  InputStream open(Digest digest) throws IOException;

  /**
   * The digests of all blobs; not of what is only being made.
   *
   * @throws IOException when the disk fails
   */
  List<Digest> all() throws IOException;

  /** Removes a blob that no record names any more. */
  void delete(Digest digest) throws IOException;
}
