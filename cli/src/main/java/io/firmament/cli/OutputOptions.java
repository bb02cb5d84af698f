package io.firmament.cli;

import picocli.CommandLine.Option;

/** How a command answers. */
final class OutputOptions {
  @Option(names = "--json", description = "Answers in JSON, for programs.")
  private boolean json;

  boolean json() {
    return json;
  }
}
