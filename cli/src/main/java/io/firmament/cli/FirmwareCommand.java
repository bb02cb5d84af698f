package io.firmament.cli;

import picocli.CommandLine.Command;

/** Groups the commands about firmware. */
@Command(
    name = "firmware",
    description = "Uploads, lists and measures firmware.",
    synopsisSubcommandLabel = "COMMAND")
final class FirmwareCommand {}
