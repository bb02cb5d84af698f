package io.firmament.server.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.mapdb.volume.Volume;

/**
 * Everything that the store does to files, apart from reading them. What is not forced may be lost,
 * in any part and any order, when the power fails: the octets until their file is forced; making,
 * moving and deleting a file until its directory is. It is an own interface so that a test can
 * count these steps, cut between any two of them, and let any of them fail.
 */
interface Disk {
  /** Makes a file that nobody else can read (0600); it must not be there. */
  Output create(Path file) throws IOException;

  /** Goes on at the end of a file. */
  Output append(Path file) throws IOException;

  /** Makes a file as {@link #create}, for MapDB to write a snapshot into. */
  Volume createVolume(Path file) throws IOException;

  /** Makes what was written into a file durable, through whatever handle. */
  void force(Path file) throws ForceFailedException;

  /** Cuts a file off, durably. */
  void truncate(Path file, long length) throws IOException;

  /** Renames, replacing what is there, at once or not at all. */
  void move(Path from, Path to) throws IOException;

  /** Deletes a file, if it is there. */
  void delete(Path file) throws IOException;

  /** Makes a directory that nobody else can look into (0700), and those above it. */
  void createDirectory(Path directory) throws IOException;

  /** Makes what was made, renamed and deleted in a directory durable. */
  void forceDirectory(Path directory) throws ForceFailedException;

  /** A file that is being written. */
  interface Output extends Closeable {
    /** Writes all that remains in the buffer. */
    void write(ByteBuffer octets) throws IOException;

    /** Makes everything written so far durable. */
    void force() throws ForceFailedException;
  }
}
