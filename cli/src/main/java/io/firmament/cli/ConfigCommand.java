package io.firmament.cli;

import picocli.CommandLine.Command;

/** Groups the commands about configuration. */
@Command(
    name = "config",
    description = "Says how the server is set up.",
    synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand {}
