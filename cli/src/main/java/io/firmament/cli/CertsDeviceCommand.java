package io.firmament.cli;

import io.firmament.certs.CredentialException;
import io.firmament.certs.CredentialKind;
import io.firmament.certs.DeviceCredential;
import java.nio.file.Path;
import java.security.SecureRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a device's credential. */
@Command(
    name = "device",
    description = "Makes a device's credential in DIR/devices/ID: what the device is to hold.")
final class CertsDeviceCommand implements Step {
  private final Host host;
  @Mixin private OutputOptions output;

  @Parameters(index = "0", paramLabel = "DIR", description = "What 'certs init' filled.")
  private Path directory;

  @Parameters(
      index = "1",
      paramLabel = "ID",
      description = "The device's id: 24 hexadecimal digits.")
  private String id;

  @Option(
      names = "--kind",
      defaultValue = "psk",
      paramLabel = "KIND",
      description = "How it proves who it is: psk.")
  private String kind;

  CertsDeviceCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    try {
      CertsInitCommand.say(
          host,
          output,
          DeviceCredential.make(directory, id, CredentialKind.named(kind), new SecureRandom()));
      return ExitCode.DONE;
    } catch (CredentialException e) {
      throw CommandFailedException.failed(e.getMessage(), e.hint());
    }
  }
}
