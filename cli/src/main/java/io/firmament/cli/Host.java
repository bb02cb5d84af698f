package io.firmament.cli;

import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;

/** What a command may do with its process. Tests bring their own. */
public interface Host {
  /** What was asked for goes here. */
  PrintStream out();

  /** What went wrong, and progress, goes here. */
  PrintStream err();

  /** The process's environment. */
  Map<String, String> environment();

  /** Whether a person sits at both ends: progress may be drawn and questions may be asked. */
  boolean isTerminal();

  /** How many characters a line may have. */
  int columns();

  /** Asks the person; empty at the end of the input. */
  Optional<String> ask(String question);

  /** Asks the person for what nobody else is to see; empty at the end of the input. */
  Optional<String> askSecretly(String question);

  /** Does this when the process is told to end, before it does. */
  void whenStopped(Runnable work);

  /** Ends the process at once, as a power cut does. */
  void halt();
}
