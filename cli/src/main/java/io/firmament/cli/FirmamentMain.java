package io.firmament.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The command line's process. */
public final class FirmamentMain {
  /** What a shell says of a process that was killed. */
  private static final int KILLED = 137;

  private FirmamentMain() {}

  /** Runs the command that the arguments name, and ends with its exit code. */
  public static void main(String[] args) {
    Terminal terminal =
        new Terminal(
            new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true),
            new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true),
            System.console() != null,
            name -> Optional.ofNullable(System.getenv(name)),
            new ThisProcess());
    System.exit(Firmament.run(terminal, List.of(args)));
  }

  private static final class ThisProcess implements Terminal.ProcessEnd {
    @Override
    public void whenTold(Runnable last) {
      Runtime.getRuntime().addShutdownHook(new Thread(last, "end"));
    }

    @Override
    public void cutPower() {
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
