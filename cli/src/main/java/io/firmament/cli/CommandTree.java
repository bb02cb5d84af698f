package io.firmament.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** All commands, and what happens when one fails. */
public final class CommandTree {
  private static final int HELP_WIDTH = 100;

  private CommandTree() {}

  /**
   * Runs the command that the arguments name.
   *
   * @return its exit code: 0 done, 1 failed, 2 usage; {@code wait} has 3 and 4, too
   */
  public static int run(Host host, String... arguments) {
    return of(host).execute(arguments);
  }

  static CommandLine of(Host host) {
    CommandLine tree = new CommandLine(new FirmamentCommand());
    addServer(tree, host);
    addProducts(tree, host);
    addDevices(tree, host);
    addReleases(tree, host);
    addAccess(tree, host);
    addKeys(tree, host);
    tree.setOut(new PrintWriter(host.out(), true));
    tree.setErr(new PrintWriter(host.err(), true));
    tree.setUsageHelpWidth(HELP_WIDTH);
    tree.setUsageHelpAutoWidth(false);
    tree.setExecutionStrategy(parsed -> execute(host, parsed));
    tree.setParameterExceptionHandler((wrong, given) -> misused(host, wrong));
    return tree;
  }

  private static void addServer(CommandLine tree, Host host) {
    tree.addSubcommand(new DemoCommand(host))
        .addSubcommand(new ServeCommand(host))
        .addSubcommand(new TrafficCommand(host))
        .addSubcommand(new BackupCommand(host))
        .addSubcommand(new RestoreCommand(host))
        .addSubcommand(group(new ConfigCommand()).addSubcommand(new ConfigShowCommand(host)));
  }

  private static void addProducts(CommandLine tree, Host host) {
    tree.addSubcommand(
            group(new ProductCommand())
                .addSubcommand(new ProductCreateCommand(host))
                .addSubcommand(new ProductListCommand(host))
                .addSubcommand(new ProductShowCommand(host))
                .addSubcommand(new ProductLimitsCommand(host))
                .addSubcommand(new ProductCaCommand(host))
                .addSubcommand(new ProductSigningCommand(host)))
        .addSubcommand(
            group(new GroupCommand())
                .addSubcommand(new GroupListCommand(host))
                .addSubcommand(new GroupCreateCommand(host))
                .addSubcommand(new GroupEditCommand(host))
                .addSubcommand(new GroupDeleteCommand(host))
                .addSubcommand(new GroupAddCommand(host))
                .addSubcommand(new GroupRemoveCommand(host)));
  }

  private static void addDevices(CommandLine tree, Host host) {
    tree.addSubcommand(ofDevices(host))
        .addSubcommand(
            group(new FleetCommand())
                .addSubcommand(new FleetAddCommand(host))
                .addSubcommand(new FleetRunCommand(host)))
        .addSubcommand(new ExplainCommand(host))
        .addSubcommand(new DevicePingCommand(host));
  }

  private static CommandLine ofDevices(Host host) {
    return group(new DeviceCommand())
        .addSubcommand(new DeviceAddCommand(host))
        .addSubcommand(new DeviceImportCommand(host))
        .addSubcommand(new DeviceKeyCommand(host))
        .addSubcommand(new DeviceListCommand(host))
        .addSubcommand(new DeviceShowCommand(host))
        .addSubcommand(new ExplainCommand(host))
        .addSubcommand(new DeviceRenameCommand(host))
        .addSubcommand(new DeviceNotesCommand(host))
        .addSubcommand(new DeviceGroupCommand(host))
        .addSubcommand(new DeviceClaimCommand(host))
        .addSubcommand(new DeviceUnclaimCommand(host))
        .addSubcommand(new DeviceDevelopmentCommand(host))
        .addSubcommand(new DeviceLockCommand(host))
        .addSubcommand(new DeviceUnlockCommand(host))
        .addSubcommand(new DeviceForceCommand(host))
        .addSubcommand(new DeviceApproveCommand(host))
        .addSubcommand(new DeviceDenyCommand(host))
        .addSubcommand(new DeviceRemoveCommand(host))
        .addSubcommand(new DeviceRetryCommand(host))
        .addSubcommand(new DeviceCancelCommand(host))
        .addSubcommand(new DevicePingCommand(host))
        .addSubcommand(new DeviceResetCommand(host))
        .addSubcommand(new DeviceEndSessionCommand(host))
        .addSubcommand(new DeviceRunCommand(host));
  }

  private static void addReleases(CommandLine tree, Host host) {
    tree.addSubcommand(
            group(new FirmwareCommand())
                .addSubcommand(new FirmwareUploadCommand(host))
                .addSubcommand(new FirmwareListCommand(host))
                .addSubcommand(new FirmwareEditCommand(host))
                .addSubcommand(new FirmwareDeleteCommand(host))
                .addSubcommand(new FirmwareCodingsCommand(host)))
        .addSubcommand(new FlashCommand(host))
        .addSubcommand(new ReleaseCommand(host))
        .addSubcommand(new WaitCommand(host))
        .addSubcommand(new HaltCommand(host))
        .addSubcommand(new ResumeCommand(host))
        .addSubcommand(new RollbackCommand(host))
        .addSubcommand(new WithdrawCommand(host))
        .addSubcommand(new HistoryCommand(host))
        .addSubcommand(new EventsCommand(host))
        .addSubcommand(new PublishCommand(host));
  }

  private static void addAccess(CommandLine tree, Host host) {
    tree.addSubcommand(new LoginCommand(host))
        .addSubcommand(new LogoutCommand(host))
        .addSubcommand(new WhoamiCommand(host))
        .addSubcommand(
            group(new TokenCommand())
                .addSubcommand(new TokenListCommand(host))
                .addSubcommand(new TokenCreateCommand(host))
                .addSubcommand(new TokenRevokeCommand(host)))
        .addSubcommand(
            group(new UserCommand())
                .addSubcommand(new UserListCommand(host))
                .addSubcommand(new UserAddCommand(host))
                .addSubcommand(new UserPasswordCommand(host))
                .addSubcommand(new UserRoleCommand(host))
                .addSubcommand(new UserRemoveCommand(host)));
  }

  private static void addKeys(CommandLine tree, Host host) {
    tree.addSubcommand(
            group(new CertsCommand())
                .addSubcommand(new CertsInitCommand(host))
                .addSubcommand(new CertsDeviceCommand(host))
                .addSubcommand(new CertsReleaseCommand(host)))
        .addSubcommand(new SignCommand(host))
        .addSubcommand(
            group(new RootCommand())
                .addSubcommand(new RootInitCommand(host))
                .addSubcommand(new RootRotateCommand(host))
                .addSubcommand(new RootSignCommand(host))
                .addSubcommand(new RootShowCommand(host))
                .addSubcommand(new RootPublishCommand(host)));
  }

  private static CommandLine group(Object command) {
    return new CommandLine(command);
  }

  private static int execute(Host host, CommandLine.ParseResult parsed) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    List<CommandLine> words = parsed.asCommandLineList();
    CommandLine last = words.get(words.size() - 1);
    if (last.getCommand() instanceof Step step) {
      return perform(host, step);
    }
    String known = String.join(", ", last.getSubcommands().keySet());
    throw new CommandLine.ParameterException(last, "a command is missing: one of " + known);
  }

  /** The one place where what went wrong becomes words. */
  private static int perform(Host host, Step step) {
    try {
      return step.call();
    } catch (CommandFailedException expected) {
      say(host, expected.getMessage(), expected.hint());
      return expected.exitCode();
    } catch (RuntimeException wrong) {
      say(host, "this should not have happened: " + wrong, "please report it");
      return ExitCode.FAILED;
    }
  }

  private static int misused(Host host, CommandLine.ParameterException wrong) {
    CommandSpec spec = wrong.getCommandLine().getCommandSpec();
    String hint = "'" + spec.qualifiedName() + " --help' says what it takes";
    if (wrong instanceof CommandLine.UnmatchedArgumentException unknown
        && !unknown.getSuggestions().isEmpty()) {
      hint = "did you mean '" + unknown.getSuggestions().get(0) + "'?";
    }
    say(host, wrong.getMessage(), hint);
    return ExitCode.USAGE;
  }

  private static void say(Host host, String error, String hint) {
    host.err().println("firmament: error: " + error);
    if (!hint.isEmpty()) {
      host.err().println("firmament: hint: " + hint);
    }
  }
}
