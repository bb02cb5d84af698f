package io.firmament.cli;

import picocli.CommandLine.Command;

/** Groups the commands about tokens. */
@Command(
    name = "token",
    description = "Lists, makes and ends tokens.",
    synopsisSubcommandLabel = "COMMAND")
final class TokenCommand {}
