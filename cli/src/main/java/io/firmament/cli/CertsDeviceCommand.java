package io.firmament.cli;

import io.firmament.certs.CredentialException;
import io.firmament.certs.CredentialKind;
import io.firmament.certs.DeviceCredential;
import io.firmament.certs.DeviceOrder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
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
      description = "How it proves who it is: psk, rpk or x509.")
  private String kind;

  @Option(
      names = "--product",
      paramLabel = "SLUG",
      description = "Whose authority issues the certificate; 'product ca' makes one.")
  private Optional<String> product = Optional.empty();

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "A private key to take, on P-256, as PKCS#8 or SEC1; a fresh one otherwise.")
  private Optional<Path> key = Optional.empty();

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "A certificate for that key, and those above it.")
  private Optional<Path> certificate = Optional.empty();

  CertsDeviceCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    try {
      CertsInitCommand.say(
          host,
          output,
          DeviceCredential.make(
              directory,
              new DeviceOrder(id, CredentialKind.named(kind), product, key, certificate),
              Instant.now(),
              new SecureRandom()));
      return ExitCode.DONE;
    } catch (CredentialException e) {
      throw CommandFailedException.failed(e.getMessage(), e.hint());
    }
  }
}
