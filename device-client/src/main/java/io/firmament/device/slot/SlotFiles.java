package io.firmament.device.slot;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * The port to a flat directory of files. Nothing that is done is durable until it is forced: octets
 * by {@link #force}, names (created, moved, deleted) by {@link #forceDirectory}; until then a power
 * cut keeps any part of it, in any order. A failure is an {@link IOException} and leaves open
 * whether the operation happened.
 */
public interface SlotFiles extends AutoCloseable {
  /** The names of all files. */
  List<String> list() throws IOException;

  /** The size of a file in octets; empty when there is none of this name. */
  OptionalLong size(String name) throws IOException;

  /**
   * Reads a part of a file.
   *
   * @return the octets: fewer than asked for only at the end of the file, none behind it
   */
  byte[] read(String name, long offsetBytes, int length) throws IOException;

  /** Makes an empty file; one that is there is deleted first. */
  void create(String name) throws IOException;

  /** Writes into a file that is there; a gap before the offset reads as zeros. */
  void write(String name, long offsetBytes, byte[] octets) throws IOException;

  /** Makes a file's octets and size durable, not its name. */
  void force(String name) throws IOException;

  /** Renames a file, replacing the other one in one step. */
  void move(String from, String to) throws IOException;

  /** Deletes a file if it is there. */
  void delete(String name) throws IOException;

  /** Makes names durable: all that were created, moved or deleted before. */
  void forceDirectory() throws IOException;

  /** Octets that can still be stored, as far as is known. */
  long usableBytes() throws IOException;

  /** Lets another process have the directory. */
  @Override
  void close();
}
