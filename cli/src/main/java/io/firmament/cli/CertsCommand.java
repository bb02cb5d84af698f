package io.firmament.cli;

import picocli.CommandLine.Command;

/** Groups the commands about keys. */
@Command(
    name = "certs",
    description = "Makes keys and credentials.",
    synopsisSubcommandLabel = "COMMAND")
final class CertsCommand {}
