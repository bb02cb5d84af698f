package io.firmament.cli;

import io.firmament.certs.CredentialException;
import io.firmament.certs.DeviceCredential;
import io.firmament.device.fleet.FaultShare;
import io.firmament.device.fleet.Fleet;
import io.firmament.device.fleet.FleetPlan;
import io.firmament.device.fleet.FleetReport;
import io.firmament.device.link.LinkThreads;
import io.firmament.device.sim.Factory;
import io.firmament.device.sim.SimulationEvent;
import io.firmament.device.sim.SimulationOptions;
import io.firmament.device.sim.Storage;
import io.firmament.device.slot.SharedBlocks;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.InvalidValueException;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs many simulated devices in this process. */
@Command(
    name = "run",
    description = {
      "Runs many simulated devices in one process, and reports what became of them.",
      "What goes wrong, and with whom, depends on the seed alone."
    })
final class FleetRunCommand implements Step {
  private static final Duration NO_END = Duration.ofDays(1);
  private static final BiConsumer<DeviceId, SimulationEvent> NOTHING = (id, event) -> {};

  private final Host host;
  @Mixin private OutputOptions output;
  @Mixin private RunOptions run;

  @Option(
      names = "--credentials",
      paramLabel = "DIR",
      required = true,
      description = "What 'fleet add' made: one directory a device, in DIR/devices or in DIR.")
  private Path credentials;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many of them, the first in the order of their ids; else all.")
  private Optional<Integer> count = Optional.empty();

  @Option(
      names = "--slots",
      paramLabel = "WHERE",
      defaultValue = "discard",
      description = {
        "What devices store is checked and then discarded with the process, equal blocks kept once"
            + " (discard), or stays in --data (directory). Default: ${DEFAULT-VALUE}."
      })
  private String slots;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Storage of the devices, a directory each; for '--slots directory'.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--factory",
      paramLabel = "FILE",
      description = "The image that fills empty storages.")
  private Optional<Path> factory = Optional.empty();

  @Option(
      names = "--factory-version",
      paramLabel = "N",
      defaultValue = "1",
      description = "The version of that image (default: ${DEFAULT-VALUE}).")
  private int factoryVersion;

  @Option(
      names = "--fault",
      paramLabel = "SPEC",
      description = {
        "What goes wrong with which share of the devices, repeatable: FAULT@SHARE%%,",
        "where FAULT is " + FaultShare.FAULTS + "."
      })
  private List<String> faults = List.of();

  @Option(
      names = "--faults-until",
      paramLabel = "S",
      description = "What recurs does so no later than that after a device's start.")
  private Optional<Long> faultSeconds = Optional.empty();

  @Option(
      names = "--link",
      paramLabel = "LINK",
      description = {
        "Emulates links: one for all as in 'device run', or profiles with weights, as in",
        "lte-m:50,nb-iot:25,wifi:25."
      })
  private Optional<String> link = Optional.empty();

  @Option(
      names = "--link-seed",
      paramLabel = "N",
      description = "Decides what the links lose, delay and repeat; else --seed does.")
  private Optional<Long> linkSeed = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of all that is left to chance (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--ramp",
      paramLabel = "S",
      defaultValue = "0",
      description = "The starts are spread over so many seconds (default: ${DEFAULT-VALUE}).")
  private long rampSeconds;

  @Option(
      names = "--trace",
      description = "Also says what each device does, at once: a line of JSON each, with the time.")
  private boolean trace;

  FleetRunCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws CommandFailedException {
    run.installCurves(host);
    FleetNarrator narrator = new FleetNarrator(host, output.json());
    try (LinkThreads threads = LinkThreads.shared();
        FleetLinks links = links();
        Fleet fleet = Fleet.start(members(threads, links), trace ? narrator::heard : NOTHING)) {
      narrator.watch(fleet);
      FleetReport report = fleet.report();
      narrator.end(report);
      return report.isSuccess() ? ExitCode.DONE : ExitCode.FAILED;
    } catch (InvalidValueException e) {
      throw CommandFailedException.usage(e.getMessage(), "'fleet run --help' says what it takes");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailedException.failed("interrupted", "");
    }
  }

  private FleetLinks links() throws CommandFailedException {
    return FleetLinks.open(run.server(), link, directories().size(), linkSeed.orElse(seed));
  }

  private List<Fleet.Member> members(LinkThreads threads, FleetLinks links)
      throws CommandFailedException {
    List<Path> directories = directories();
    Duration ramp = Duration.ofSeconds(rampSeconds);
    List<FleetPlan.DevicePlan> plans =
        FleetPlan.of(
                directories.size(),
                ramp,
                faults.stream().map(FaultShare::parse).toList(),
                faultSeconds.map(Duration::ofSeconds).or(run::timeout).orElse(NO_END),
                seed)
            .devices();
    SharedBlocks blocks = new SharedBlocks();
    List<Fleet.Member> members = new ArrayList<>();
    for (int i = 0; i < directories.size(); i++) {
      DeviceCredential credential = credential(directories.get(i));
      SimulationOptions options =
          run.device(credential, storage(credential, blocks))
              .factory(factory(directories.get(i)))
              .faults(plans.get(i).faults())
              .link(links.of(i))
              .threads(threads)
              .build();
      members.add(new Fleet.Member(options, plans.get(i).start()));
    }
    return members;
  }

  private List<Path> directories() throws CommandFailedException {
    Path below = credentials.resolve("devices");
    Path all = Files.isDirectory(below) ? below : credentials;
    try (Stream<Path> entries = Files.list(all)) {
      List<Path> found =
          entries
              .filter(entry -> entry.getFileName().toString().matches("[0-9a-f]{24}"))
              .sorted()
              .toList();
      int wanted = count.orElse(found.size());
      if (wanted < 1 || found.size() < wanted) {
        throw CommandFailedException.usage(
            "expected credentials of " + Math.max(1, wanted) + " devices, found " + found.size(),
            "'fleet add' makes more of them in " + credentials);
      }
      return found.subList(0, wanted);
    } catch (IOException e) {
      throw CommandFailedException.failed(
          "cannot read " + all + ": " + e.getMessage(), "give the DIR that 'fleet add' filled");
    }
  }

  private static DeviceCredential credential(Path directory) throws CommandFailedException {
    try {
      return DeviceCredential.read(directory);
    } catch (CredentialException e) {
      throw CommandFailedException.failed(e.getMessage(), e.hint());
    }
  }

  private Storage storage(DeviceCredential credential, SharedBlocks blocks)
      throws CommandFailedException {
    return switch (slots) {
      case "discard" -> Storage.discarded(blocks);
      case "directory" -> Storage.in(dataDirectory().resolve(credential.deviceId()));
      default ->
          throw CommandFailedException.usage(
              "--slots must be discard or directory, but was '" + slots + "'", "");
    };
  }

  private Path dataDirectory() throws CommandFailedException {
    return data.orElseThrow(
        () ->
            CommandFailedException.usage(
                "'--slots directory' needs --data DIR", "say where the devices shall store"));
  }

  private Optional<Factory> factory(Path directory) throws CommandFailedException {
    if (factory.isEmpty()) {
      return Optional.empty();
    }
    Membership membership = Membership.beside(directory);
    if (membership.product().isEmpty() || membership.platform().isEmpty()) {
      throw CommandFailedException.usage(
          "nobody has noted in " + directory + " which product its device belongs to",
          "'fleet add' and 'device add' do");
    }
    return Optional.of(
        new Factory(
            factory.get(),
            new FirmwareVersion(factoryVersion),
            new ProductId(membership.product().get()),
            new PlatformId(membership.platform().get())));
  }
}
