package io.firmament.cli;

import picocli.CommandLine.Option;

/** Whether devices get a release at once, which is said twice (feature REL7). */
final class DisruptionOptions {
  @Option(
      names = "--intelligent",
      description = "At once to every device that is online; needs --understand-disruption.")
  private boolean intelligent;

  @Option(
      names = "--understand-disruption",
      description = "You know that devices in use restart without being asked.")
  private boolean understood;

  /** Whether it is wished for, with open eyes. */
  boolean isIntelligent() throws CommandFailedException {
    if (intelligent && !understood) {
      throw CommandFailedException.usage(
          "an intelligent release restarts devices at once, whatever they are used for",
          "if that is right, say --understand-disruption, too");
    }
    return intelligent;
  }
}
