package io.firmament.cli;

import io.firmament.certs.CredentialException;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** One command: what it does when its options were read. */
abstract class Task {
  /** Done. */
  static final int DONE = 0;

  /** Not done: the reason was told. */
  static final int FAILED = 1;

  /** Not understood. */
  static final int USAGE = 2;

  @Spec private CommandSpec spec;
  private Terminal terminal;

  final void use(Terminal where) {
    terminal = where;
  }

  final Terminal terminal() {
    return terminal;
  }

  /** The options are wrong together: exit code 2. */
  final ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /**
   * Does it.
   *
   * @return the exit code
   */
  abstract int perform()
      throws CommandFailedException, CredentialException, IOException, InterruptedException;
}
