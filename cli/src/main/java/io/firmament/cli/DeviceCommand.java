package io.firmament.cli;

import picocli.CommandLine.Command;

/** Groups the commands about devices. */
@Command(
    name = "device",
    description = "Adds, shows and steers devices; runs a simulated one.",
    synopsisSubcommandLabel = "COMMAND")
final class DeviceCommand {}
