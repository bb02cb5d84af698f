package io.firmament.cli.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One command of this program in a process of its own. Its output is read line by line on a thread
 * of its own; what it says in error goes to a file. Closing it kills it if it still runs.
 */
public final class CommandProcess implements AutoCloseable {
  private final Process process;
  private final Thread reader;
  private final List<String> lines = new ArrayList<>();

  private CommandProcess(Process process, Consumer<String> onLine) {
    this.process = process;
    this.reader = new Thread(() -> read(onLine), "output-of-" + process.pid());
    this.reader.setDaemon(true);
    this.reader.start();
  }

  /**
   * Starts a command.
   *
   * @param program how the program is started
   * @param arguments the command and its options
   * @param environment added to that of this process
   * @param errors the file that its error stream is appended to
   * @param onLine called with each line of its output, on another thread
   * @throws IOException when it cannot be started
   */
  public static CommandProcess start(
      Program program,
      List<String> arguments,
      Map<String, String> environment,
      Path errors,
      Consumer<String> onLine)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(program.commandLine(arguments))
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    return new CommandProcess(process, onLine);
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it has said so far, a copy. */
  public List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /**
   * Waits until it has ended and all that it said was read.
   *
   * @return its exit code; empty when it still runs after this time
   */
  public OptionalInt awaitExit(Duration most) throws InterruptedException {
    if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
      return OptionalInt.empty();
    }
    reader.join();
    return OptionalInt.of(process.exitValue());
  }

  /** Waits until it has ended, so long at most; an interrupt ends the waiting and is kept. */
  public void awaitEnd(Duration most) {
    try {
      process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks it to end (SIGTERM); what it says until then is still read. */
  public void terminate() {
    process.toHandle().destroy();
  }

  /** Ends it at once, as a power cut would (SIGKILL), and waits until it is gone. */
  public void kill() throws InterruptedException {
    killUnread();
    process.waitFor();
    reader.join();
  }

  @Override
  public void close() {
    killUnread();
  }

  /** Unlike {@link Process#destroyForcibly}, this does not take the output from its reader. */
  private void killUnread() {
    if (process.isAlive()) {
      process.toHandle().destroyForcibly();
    }
  }

  private void read(Consumer<String> onLine) {
    try (BufferedReader output =
        new BufferedReader(
            new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        synchronized (lines) {
          lines.add(line);
        }
        onLine.accept(line);
      }
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
