package io.firmament.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.firmament.certs.CredentialException;
import io.firmament.certs.CredentialKind;
import io.firmament.certs.DeviceCredential;
import io.firmament.certs.InstallationKeys;
import io.firmament.certs.MadeFile;
import io.firmament.protocol.value.DeviceId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code firmament certs}: keys and certificates. */
@Command(
    name = "certs",
    description = "Makes keys and certificates.",
    subcommands = {CertsCommand.Init.class, CertsCommand.Device.class},
    mixinStandardHelpOptions = true)
final class CertsCommand {
  /** {@code firmament certs init}. */
  @Command(
      name = "init",
      description = "Makes an installation's CA, server key and release key; never overwrites.",
      mixinStandardHelpOptions = true)
  static final class Init extends Task {
    @Parameters(paramLabel = "DIR", description = "Where to; made when it is missing.")
    private Path directory;

    @Mixin private ResultFormat format = new ResultFormat();

    @Override
    int perform() throws CredentialException {
      show(terminal(), format, InstallationKeys.make(directory, Instant.now(), new SecureRandom()));
      return DONE;
    }
  }

  /** {@code firmament certs device}. */
  @Command(
      name = "device",
      description = "Makes a device's credential in DIR/devices/ID; never overwrites.",
      mixinStandardHelpOptions = true)
  static final class Device extends Task {
    @Parameters(index = "0", paramLabel = "DIR", description = "What 'certs init' made.")
    private Path directory;

    @Parameters(index = "1", paramLabel = "ID", description = "24 hexadecimal digits.")
    private String id;

    @Option(
        names = "--kind",
        paramLabel = "KIND",
        required = true,
        description = "psk: a key that the device shares with the server.")
    private String kind;

    @Mixin private ResultFormat format = new ResultFormat();

    @Override
    int perform() throws CredentialException {
      String device = new DeviceId(id).hex();
      show(
          terminal(),
          format,
          DeviceCredential.make(directory, device, CredentialKind.named(kind), new SecureRandom()));
      return DONE;
    }
  }

  private static void show(Terminal terminal, ResultFormat format, List<MadeFile> files) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    files.forEach(
        file ->
            list.addObject().put("path", file.path().toString()).put("purpose", file.purpose()));
    format.print(
        terminal,
        list,
        () -> files.forEach(file -> terminal.line("%s%n    %s", file.path(), file.purpose())));
  }
}
