package io.firmament.cli;

import io.firmament.certs.CredentialException;
import io.firmament.certs.SigningKeys;
import io.firmament.protocol.value.InvalidValueException;
import io.firmament.protocol.value.ProductId;
import java.nio.file.Path;
import java.security.SecureRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a release key for one product. */
@Command(
    name = "release",
    description = {
      "Makes a release key of a product's own: release-N.key and release-N.pub.",
      "Beside the installation's keys the server signs with it; elsewhere 'sign' does.",
      "Devices believe it when a root document lists it: 'root rotate --release-key FILE.pub:N'."
    })
final class CertsReleaseCommand implements Step {
  private final Host host;
  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "DIR", description = "Where; made when it is missing.")
  private Path directory;

  @Option(
      names = "--product",
      required = true,
      paramLabel = "N",
      description = "The product's number.")
  private long product;

  CertsReleaseCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    try {
      String name = "release-" + new ProductId(product);
      CertsInitCommand.say(
          host,
          output,
          SigningKeys.make(
              directory, name, "release key of product " + product, new SecureRandom()));
      return ExitCode.DONE;
    } catch (CredentialException e) {
      throw CommandFailedException.failed(e.getMessage(), e.hint());
    } catch (InvalidValueException e) {
      throw CommandFailedException.usage(e.getMessage(), "'firmament product list' shows it");
    }
  }
}
