package io.firmament.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.mapdb.volume.Volume;

/**
 * The real disk, with somebody told of each step before it is done, who can make it fail. Every
 * single write of MapDB into a snapshot is such a step.
 */
final class WatchedDisk implements Disk {
  /** Is told of a step. */
  interface Watcher {
    /**
     * A step is about to be done.
     *
     * @throws IOException to make it fail
     */
    void before(DiskStep step) throws IOException;
  }

  private final Disk disk = new LocalDisk();
  private final Watcher watcher;
  private final Map<Path, Integer> files = new HashMap<>();
  private int lastFile;

  WatchedDisk(Watcher watcher) {
    this.watcher = watcher;
  }

  /** A file that was there before; its number. */
  synchronized int known(Path file) {
    return files.computeIfAbsent(file, path -> ++lastFile);
  }

  private synchronized void created(Path file) throws IOException {
    int number = ++lastFile;
    watcher.before(new DiskStep.Create(file, number));
    files.put(file, number);
  }

  @Override
  public Output create(Path file) throws IOException {
    created(file);
    return new WatchedOutput(file, known(file), 0, disk.create(file));
  }

  @Override
  public Output append(Path file) throws IOException {
    return new WatchedOutput(file, known(file), Files.size(file), disk.append(file));
  }

  @Override
  public Volume createVolume(Path file) throws IOException {
    created(file);
    return new WatchedVolume(file, known(file), disk.createVolume(file), watcher);
  }

  @Override
  public void force(Path file) throws ForceFailedException {
    force(new DiskStep.Force(file, known(file)));
    disk.force(file);
  }

  private void force(DiskStep step) throws ForceFailedException {
    try {
      watcher.before(step);
    } catch (IOException e) {
      throw new ForceFailedException(step.path(), e);
    }
  }

  @Override
  public void truncate(Path file, long length) throws IOException {
    watcher.before(new DiskStep.Truncate(file, known(file), length));
    disk.truncate(file, length);
    force(new DiskStep.Force(file, known(file)));
  }

  @Override
  public synchronized void move(Path from, Path to) throws IOException {
    watcher.before(new DiskStep.Move(from, to, known(from)));
    disk.move(from, to);
    files.put(to, files.remove(from));
  }

  @Override
  public synchronized void delete(Path file) throws IOException {
    if (Files.exists(file)) {
      watcher.before(new DiskStep.Delete(file));
      disk.delete(file);
      files.remove(file);
    }
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      watcher.before(new DiskStep.MakeDirectory(directory));
      disk.createDirectory(directory);
    }
  }

  @Override
  public void forceDirectory(Path directory) throws ForceFailedException {
    force(new DiskStep.ForceDirectory(directory));
    disk.forceDirectory(directory);
  }

  private final class WatchedOutput implements Output {
    private final Path path;
    private final int file;
    private final Output output;
    private long at;

    private WatchedOutput(Path path, int file, long at, Output output) {
      this.path = path;
      this.file = file;
      this.at = at;
      this.output = output;
    }

    @Override
    public void write(ByteBuffer octets) throws IOException {
      byte[] copy = new byte[octets.remaining()];
      octets.duplicate().get(copy);
      watcher.before(new DiskStep.Write(path, file, at, copy));
      output.write(octets);
      at += copy.length;
    }

    @Override
    public void force() throws ForceFailedException {
      WatchedDisk.this.force(new DiskStep.Force(path, file));
      output.force();
    }

    @Override
    public void close() throws IOException {
      output.close();
    }
  }
}
