package io.firmament.cli;

import io.firmament.certs.DeviceCredential;
import io.firmament.device.relay.RelayedLink;
import io.firmament.device.sim.Factory;
import io.firmament.device.sim.Fault;
import io.firmament.device.sim.SimulatedDevice;
import io.firmament.device.sim.SimulationFailedException;
import io.firmament.device.sim.SimulationOptions;
import io.firmament.device.sim.Storage;
import io.firmament.device.sim.Summary;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.InvalidValueException;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs one simulated device in this process. */
@Command(
    name = "run",
    description = {
      "Runs one simulated device: boot loop and application in one process.",
      "kill -9 and a new start is a power cut."
    })
final class DeviceRunCommand implements Step {
  private final Host host;
  @Mixin private OutputOptions output;
  @Mixin private RunOptions run;
  @Mixin private LinkOptions link;

  @Option(names = "--id", paramLabel = "ID", required = true, description = "Who it is.")
  private String id;

  @Option(
      names = "--credentials",
      paramLabel = "DIR",
      required = true,
      description = "What 'certs device' made for it.")
  private Path credentials;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Its storage; made when it is missing.")
  private Path data;

  @Option(
      names = "--factory",
      paramLabel = "FILE",
      description = "The image that fills an empty storage; ignored by one that is not.")
  private Optional<Path> factory = Optional.empty();

  @Option(names = "--factory-version", paramLabel = "N", description = "The version of that image.")
  private Optional<Integer> factoryVersion = Optional.empty();

  @Option(
      names = "--product",
      paramLabel = "N",
      description = "The product of the factory image; else what 'device add' has noted.")
  private Optional<Long> product = Optional.empty();

  @Option(
      names = "--platform",
      paramLabel = "N",
      description = "The hardware of the factory image; else what 'device add' has noted.")
  private Optional<Integer> platform = Optional.empty();

  @Option(
      names = "--fault",
      paramLabel = "SPEC",
      description = "What goes wrong, repeatable: " + Fault.SPELLINGS + ".")
  private List<String> faults = List.of();

  DeviceRunCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    run.installCurves(host);
    DeviceCredential credential = DeviceAddCommand.read(credentials, id);
    DeviceNarrator narrator = new DeviceNarrator(host, output.json());
    try (EmulatedLink emulated = link.open(run.server())) {
      Summary summary =
          SimulatedDevice.run(options(credential, emulated.link()), narrator, host::halt);
      narrator.end(summary);
      return summary.outcome().isSuccess() ? ExitCode.DONE : ExitCode.FAILED;
    } catch (SimulationFailedException e) {
      throw CommandFailedException.failed(e.getMessage(), e.hint());
    } catch (InvalidValueException e) {
      throw CommandFailedException.usage(e.getMessage(), "'device run --help' says what it takes");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailedException.failed("interrupted", "");
    }
  }

  private SimulationOptions options(DeviceCredential credential, Optional<RelayedLink> emulated)
      throws CommandFailedException {
    return run.device(credential, Storage.in(data))
        .factory(factory.isPresent() ? Optional.of(factory(factory.get())) : Optional.empty())
        .faults(faults.stream().map(Fault::parse).toList())
        .link(emulated)
        .build();
  }

  private Factory factory(Path image) throws CommandFailedException {
    if (factoryVersion.isEmpty()) {
      throw CommandFailedException.usage(
          "--factory needs --factory-version", "say which version " + image + " is");
    }
    Membership noted = Membership.beside(credentials);
    return new Factory(
        image,
        new FirmwareVersion(factoryVersion.get()),
        new ProductId(product.or(noted::product).orElseThrow(this::unknownProduct)),
        new PlatformId(platform.or(noted::platform).orElseThrow(this::unknownProduct)));
  }

  private CommandFailedException unknownProduct() {
    return CommandFailedException.usage(
        "nobody has said which product and platform the factory image is for",
        "run 'device add' first, which notes it in "
            + credentials
            + ", or give --product and --platform");
  }
}
