package io.firmament.device.slot;

import io.firmament.device.slot.SharedBlocks.Block;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A directory in memory, for one of many devices in a process. It survives the device's boots and
 * power cuts, and is gone with the process. What is written to it is read back, hashed and decoded
 * as on a disk; equal blocks of all devices are kept once.
 */
public final class MemoryFiles implements SlotFiles {
  /** More than anybody needs, and far from overflow. */
  private static final long USABLE_BYTES = 1L << 40;

  private final SharedBlocks blocks;
  private final Map<String, Content> files = new ConcurrentHashMap<>();

  /** An empty directory that shares its blocks. */
  public MemoryFiles(SharedBlocks blocks) {
    this.blocks = blocks;
  }

  /** One file, used by one thread at a time. */
  private static final class Content {
    private final List<Block> blocks = new ArrayList<>();
    private long sizeBytes;
  }

  @Override
  public List<String> list() {
    return List.copyOf(files.keySet());
  }

  @Override
  public OptionalLong size(String name) {
    Content file = files.get(name);
    return file == null ? OptionalLong.empty() : OptionalLong.of(file.sizeBytes);
  }

  @Override
  public byte[] read(String name, long offsetBytes, int length) throws IOException {
    Content file = existing(name);
    int count = (int) Math.max(0, Math.min(length, file.sizeBytes - offsetBytes));
    byte[] octets = new byte[count];
    for (int done = 0; done < count; ) {
      int at = offsetInBlock(offsetBytes + done);
      int part = Math.min(count - done, SharedBlocks.BLOCK_BYTES - at);
      file.blocks.get(index(offsetBytes + done)).copyTo(octets, done, at, part);
      done += part;
    }
    return octets;
  }

  @Override
  public void create(String name) {
    files.put(name, new Content());
  }

  @Override
  public void write(String name, long offsetBytes, byte[] octets) throws IOException {
    Content file = existing(name);
    for (int done = 0; done < octets.length; ) {
      int at = offsetInBlock(offsetBytes + done);
      int part = Math.min(octets.length - done, SharedBlocks.BLOCK_BYTES - at);
      int index = index(offsetBytes + done);
      while (file.blocks.size() <= index) {
        file.blocks.add(blocks.zeros());
      }
      file.blocks.set(index, blocks.share(file.blocks.get(index).with(octets, done, at, part)));
      done += part;
    }
    file.sizeBytes = Math.max(file.sizeBytes, offsetBytes + octets.length);
  }

  @Override
  public void force(String name) throws IOException {
    existing(name);
  }

  @Override
  public void move(String from, String to) throws IOException {
    Content moved = existing(from);
    files.remove(from);
    files.put(to, moved);
  }

  @Override
  public void delete(String name) {
    files.remove(name);
  }

  @Override
  public void forceDirectory() {
    // Nothing is durable here, and nothing is lost before the process ends.
  }

  @Override
  public long usableBytes() {
    return USABLE_BYTES;
  }

  @Override
  public void close() {
    // The next boot goes on with it.
  }

  private Content existing(String name) throws FileNotFoundException {
    Content file = files.get(name);
    if (file == null) {
      throw new FileNotFoundException("there is no file " + name);
    }
    return file;
  }

  private static int index(long offsetBytes) {
    return Math.toIntExact(offsetBytes / SharedBlocks.BLOCK_BYTES);
  }

  private static int offsetInBlock(long offsetBytes) {
    return (int) (offsetBytes % SharedBlocks.BLOCK_BYTES);
  }
}
