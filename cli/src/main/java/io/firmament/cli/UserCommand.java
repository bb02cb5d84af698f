package io.firmament.cli;

import picocli.CommandLine.Command;

/** Groups the commands about users. */
@Command(
    name = "user",
    description = "Lists, adds, changes and removes users.",
    synopsisSubcommandLabel = "COMMAND")
final class UserCommand {}
