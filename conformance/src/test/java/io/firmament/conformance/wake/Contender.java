package io.firmament.conformance.wake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A server under load.
 *
 * @param pid the id of its process
 * @param devices who wakes at it
 * @param saying what they say
 */
record Contender(long pid, Population devices, Population.Saying saying) {
  /** Linux counts in hundredths of a second (USER_HZ) for everybody (proc(5)). */
  private static final long TICK_NANOS = 10_000_000;

  private static final int UTIME = 11;

  /** The processor time that a wake took, with all that the server did meanwhile. */
  Duration cost(int wakes) throws IOException, InterruptedException {
    long before = processorNanos();
    devices.wake(saying, wakes);
    return Duration.ofNanos((processorNanos() - before) / wakes);
  }

  private long processorNanos() throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1])) * TICK_NANOS;
  }

  /** Leaves it this processor alone, with all threads that it has and will have. */
  static void pin(long pid, int processor) throws IOException, InterruptedException {
    String[] command = {
      "taskset", "--all-tasks", "--cpu-list", "--pid", "" + processor, Long.toString(pid)
    };
    int status =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException("taskset ended with " + status);
    }
  }
}
