package io.firmament.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command that all others belong to. */
@Command(
    name = "firmament",
    description = "A self-hosted device cloud that brings firmware over the air to small devices.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = FirmamentCommand.Version.class,
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 not asked for rightly; 'wait' has 3 and 4, too.",
      "Commands that talk to a server take --url (FIRMAMENT_URL) and --token (FIRMAMENT_TOKEN;",
      "else that of 'firmament login')."
    })
final class FirmamentCommand {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Says what a command does and takes.")
  private boolean help;

  @Option(names = "--version", versionHelp = true, description = "Says which version this is.")
  private boolean version;

  /** The version that the jar's manifest names. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String named = FirmamentCommand.class.getPackage().getImplementationVersion();
      return new String[] {"firmament " + Optional.ofNullable(named).orElse("(development)")};
    }
  }
}
