package io.firmament.server.store;

import io.firmament.protocol.value.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that blocks are read from, which stay open: opening one takes longer than reading a
 * block. The one that was read longest ago gives way to a further one. Thread-safe; a channel may
 * be closed while it is read.
 */
final class OpenBlobs {
  private final int most;
  private final Opener opener;

  /** Guarded by itself; in the order in which they were used. */
  private final Map<Digest, FileChannel> channels = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param most files that are open at the same time, at least 1
   */
  OpenBlobs(int most) {
    this(most, file -> FileChannel.open(file, StandardOpenOption.READ));
  }

  OpenBlobs(int most, Opener opener) {
    this.most = most;
    this.opener = opener;
  }

  /** Opens a file to be read from. */
  interface Opener {
    FileChannel open(Path file) throws IOException;
  }

  /**
   * A blob's file, to be read from, and to be left open.
   *
   * @throws IOException when it is not there, or the disk fails
   */
  FileChannel of(Digest digest, Path file) throws IOException {
    FileChannel known;
    synchronized (channels) {
      known = channels.get(digest);
    }
    if (known != null && known.isOpen()) {
      return known;
    }
    FileChannel opened = opener.open(file);
    for (FileChannel old : keep(digest, opened)) {
      old.close();
    }
    if (Files.notExists(file)) {
      // Deleted meanwhile, perhaps before it was in here to be closed: it would fill the disk.
      close(digest);
      throw new NoSuchFileException(file.toString());
    }
    return opened;
  }

  /** Those that give way. */
  private List<FileChannel> keep(Digest digest, FileChannel opened) {
    List<FileChannel> old = new ArrayList<>();
    synchronized (channels) {
      FileChannel before = channels.put(digest, opened);
      if (before != null) {
        old.add(before);
      }
      if (channels.size() > most) {
        Digest eldest = channels.keySet().iterator().next();
        old.add(channels.remove(eldest));
      }
    }
    return old;
  }

  /** Closes a blob's file, if it is open; to be called once it is deleted or another one. */
  void close(Digest digest) throws IOException {
    FileChannel channel;
    synchronized (channels) {
      channel = channels.remove(digest);
    }
    if (channel != null) {
      channel.close();
    }
  }
}
