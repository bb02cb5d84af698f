package io.firmament.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** That somebody means what cannot be taken back: said with the command, or typed when asked. */
final class Consent {
  @Option(names = "--yes", description = "Does not ask.")
  private boolean yes;

  /** Whether it was said with the command. */
  boolean given() {
    return yes;
  }

  /**
   * Goes on only if it is meant.
   *
   * @param what what is to be done: {@code release version 2}
   * @param question what a person is asked
   * @param word what the person types who means it
   */
  void require(Host host, String what, String question, String word) throws CommandFailedException {
    if (yes) {
      return;
    }
    if (!host.isTerminal()) {
      throw CommandFailedException.usage(
          "to " + what + " must be confirmed, and there is nobody to ask", "say --yes");
    }
    Optional<String> answer = host.ask(question);
    if (answer.filter(text -> text.strip().equals(word)).isEmpty()) {
      throw CommandFailedException.failed(
          "nothing was done", "to " + what + ", type " + word + " when asked, or say --yes");
    }
  }
}
