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
import io.firmament.protocol.transfer.TransferSettings;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.InvalidValueException;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import java.nio.file.Path;
import java.time.Duration;
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
  @Mixin private DecoderOptions decoders;

  @Option(names = "--id", paramLabel = "ID", required = true, description = "Who it is.")
  private String id;

  @Option(
      names = "--credentials",
      paramLabel = "DIR",
      required = true,
      description = "What 'certs device' made for it.")
  private Path credentials;

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      required = true,
      description = "Where the cloud takes CoAP over DTLS.")
  private String server;

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

  @Option(
      names = "--until-version",
      paramLabel = "N",
      description = "End when this version is confirmed.")
  private Optional<Integer> untilVersion = Optional.empty();

  @Option(names = "--timeout", paramLabel = "S", description = "End after so many seconds.")
  private Optional<Long> timeoutSeconds = Optional.empty();

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "The most blocks in flight (default: ${DEFAULT-VALUE}).",
      defaultValue = "32")
  private int window;

  @Option(
      names = "--pace",
      paramLabel = "MS",
      defaultValue = "0",
      description = "Least milliseconds between two block requests (default: ${DEFAULT-VALUE}).")
  private long paceMillis;

  @Option(
      names = "--hello-every",
      paramLabel = "S",
      defaultValue = "900",
      description = "Most seconds of silence while connected (default: ${DEFAULT-VALUE}).")
  private long helloSeconds;

  @Option(
      names = "--confirm-within",
      paramLabel = "S",
      defaultValue = "86400",
      description =
          "Seconds for which a new version may run without the cloud before it is given up"
              + " (default: ${DEFAULT-VALUE}).")
  private long confirmSeconds;

  @Mixin private LinkOptions link;

  DeviceRunCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    DeviceCredential credential = DeviceAddCommand.read(credentials, id);
    DeviceNarrator narrator = new DeviceNarrator(host, output.json());
    try (EmulatedLink emulated = link.open(Endpoint.parse("--server", server))) {
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
    return SimulationOptions.builder(
            credential, Endpoint.parse("--server", server), Storage.in(data))
        .factory(factory.isPresent() ? Optional.of(factory(factory.get())) : Optional.empty())
        .faults(faults.stream().map(Fault::parse).toList())
        .until(untilVersion.map(FirmwareVersion::new))
        .timeout(timeoutSeconds.map(Duration::ofSeconds))
        .decoders(decoders.settings())
        .helloInterval(Duration.ofSeconds(helloSeconds))
        .confirmWithin(Duration.ofSeconds(confirmSeconds))
        .link(emulated)
        .transfer(TransferSettings.ofWindow(window).withInterval(Duration.ofMillis(paceMillis)))
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
