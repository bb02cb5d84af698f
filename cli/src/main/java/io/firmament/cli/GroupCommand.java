package io.firmament.cli;

import picocli.CommandLine.Command;

/** Groups the commands about groups. */
@Command(
    name = "group",
    description = "Makes, changes and lists groups of devices.",
    synopsisSubcommandLabel = "COMMAND")
final class GroupCommand {}
