package io.firmament.cli;

import picocli.CommandLine.Command;

/** Root documents: who says what devices believe. */
@Command(
    name = "root",
    description = {
      "Root documents: whom devices believe, and how that changes.",
      "Root keys are needed for 'init' and 'rotate' only, and belong on no machine that is online."
    })
final class RootCommand {}
