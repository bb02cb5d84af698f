package io.firmament.server.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that writes numbered changes into a store, says which are acknowledged, and waits to be
 * killed. What its disk is doing stands in a mapped file, which outlives it. Arguments: the data
 * directory, the mapped file, and a step to stop at for whoever kills: a phase and a number.
 */
final class CrashMain {
  /** Changes that may wait for the disk together. */
  private static final int WINDOW = 8;

  /** A snapshot every hundred changes or so. */
  static final StoreOptions OPTIONS =
      new StoreOptions(20_000, 60_000, 60_000, 40_000, Duration.ofDays(1000), 1000, 1000);

  /** Threads that use the disk: the one that writes, the one that makes snapshots, any other. */
  static final int THREADS = 3;

  /** After that nobody comes any more. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final MappedByteBuffer doing;
  private final DiskStep.Phase stopIn;
  private final int stopAt;
  private final Map<DiskStep.Phase, Integer> done = new EnumMap<>(DiskStep.Phase.class);

  private CrashMain(MappedByteBuffer doing, DiskStep.Phase stopIn, int stopAt) {
    this.doing = doing;
    this.stopIn = stopIn;
    this.stopAt = stopAt;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    try (RandomAccessFile file = new RandomAccessFile(args[1], "rw")) {
      MappedByteBuffer doing = file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, THREADS);
      DiskStep.Phase phase = DiskStep.Phase.valueOf(args[2]);
      new CrashMain(doing, phase, Integer.parseInt(args[3])).write(Path.of(args[0]));
    }
  }

  private void write(Path root) throws IOException, InterruptedException {
    try (DataDirectory data = DataDirectory.open(root, new WatchedDisk(this::before));
        JournaledStateStore store = JournaledStateStore.open(data, OPTIONS)) {
      say("open");
      Semaphore window = new Semaphore(WINDOW);
      for (long number = store.lastSequence() + 1; ; number++) {
        window.acquire();
        store
            .submit(Ledger.next(number))
            .whenComplete(
                (sequence, failure) -> {
                  say(failure == null ? "acknowledged " + sequence : "failed " + failure);
                  window.release();
                });
      }
    }
  }

  private void before(DiskStep step) {
    String thread = Thread.currentThread().getName();
    int slot = thread.equals("store-writer") ? 0 : thread.equals("store-snapshot") ? 1 : 2;
    doing.put(slot, (byte) (step.phase().ordinal() + 1));
    boolean stop;
    synchronized (done) {
      stop = done.merge(step.phase(), 1, Integer::sum) == stopAt && step.phase() == stopIn;
    }
    if (stop) {
      say("stopped");
      awaitKill();
    }
  }

  /** Not a bare park, which returns at once where a permit was left to the thread. */
  private static void awaitKill() {
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    for (long left = LONGEST_WAIT.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** A line ends with a full stop: one that does not was cut off by the kill. */
  private static synchronized void say(String what) {
    System.out.println(what + ".");
    System.out.flush();
  }
}
