package io.firmament.cli;

import picocli.CommandLine.Command;

/** Groups the commands about many simulated devices. */
@Command(
    name = "fleet",
    description = "Adds and runs many simulated devices in one process.",
    synopsisSubcommandLabel = "COMMAND")
final class FleetCommand {}
