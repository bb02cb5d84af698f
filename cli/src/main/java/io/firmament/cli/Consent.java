package io.firmament.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** That somebody means what cannot be taken back: said with the command, or typed when asked. */
final class Consent {
  @Option(names = "--yes", description = "Does not ask.")
  private boolean yes;

  /**
   * Whether a person is to be asked.
   *
   * @param what what is to be done: {@code release version 2}
   * @throws CommandFailedException where it was not said, and there is nobody to ask
   */
  boolean isOpen(Host host, String what) throws CommandFailedException {
    if (!yes && !host.isTerminal()) {
      throw CommandFailedException.usage(
          "to " + what + " must be confirmed, and there is nobody to ask", "say --yes");
    }
    return !yes;
  }

  /**
   * Goes on only if it is meant.
   *
   * @param word what the person types who means it
   */
  void require(Host host, String what, String word) throws CommandFailedException {
    if (!isOpen(host, what)) {
      return;
    }
    Optional<String> answer = host.ask("Type " + word + " to " + what + ": ");
    if (answer.filter(text -> text.strip().equals(word)).isEmpty()) {
      throw CommandFailedException.failed(
          "nothing was done", "to " + what + ", type " + word + " when asked, or say --yes");
    }
  }
}
