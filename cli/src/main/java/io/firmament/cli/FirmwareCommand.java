package io.firmament.cli;

import picocli.CommandLine.Command;

/** Groups the commands about firmware. */
@Command(
    name = "firmware",
    description = "Uploads and lists firmware.",
    synopsisSubcommandLabel = "COMMAND")
final class FirmwareCommand {}
