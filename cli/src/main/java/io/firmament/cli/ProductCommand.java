package io.firmament.cli;

import picocli.CommandLine.Command;

/** Groups the commands about products. */
@Command(
    name = "product",
    description = "Creates and lists products.",
    synopsisSubcommandLabel = "COMMAND")
final class ProductCommand {}
