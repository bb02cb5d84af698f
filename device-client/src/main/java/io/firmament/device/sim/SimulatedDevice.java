package io.firmament.device.sim;

import io.firmament.device.DeviceClient;
import io.firmament.device.DeviceConfig;
import io.firmament.device.core.BootDecision;
import io.firmament.device.core.BootRecord;
import io.firmament.device.core.InstalledImage;
import io.firmament.device.core.SlotStore;
import io.firmament.device.core.StorageFailedException;
import io.firmament.device.link.LinkFailedException;
import io.firmament.device.sim.SimulationEvent.Phase;
import io.firmament.device.sim.Summary.Outcome;
import io.firmament.device.slot.DirectoryFiles;
import io.firmament.device.slot.FileSlotStore;
import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.manifest.Manifest;
import io.firmament.protocol.manifest.ReadManifest;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * One device from its first boot to its end, in this process: the boot loop, and the application
 * that runs in each boot. Killing the process is a power cut; starting it again goes on.
 */
public final class SimulatedDevice {
  /** How long a device that has nothing more to do waits for the cloud to hear of it. */
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  private static final Duration STEP = Duration.ofMillis(50);

  private final SimulationOptions options;
  private final SimulationListener listener;
  private final Script script;
  private final WriteCount writes;
  private final Figures figures = new Figures();
  private final long origin = System.nanoTime();

  private SimulatedDevice(SimulationOptions options, SimulationListener listener, Runnable halt) {
    this.options = options;
    this.listener = listener;
    this.script = new Script(options.faults());
    this.writes = new WriteCount(options.faults(), halt);
  }

  /**
   * Runs a device until it has nothing more to do.
   *
   * @param options what it is told
   * @param listener told what it does
   * @param halt ends the process at once, as a power cut does: for {@link Fault.PowerCut}
   * @return what became of it
   * @throws SimulationFailedException when it cannot start
   * @throws InterruptedException when the calling thread is interrupted; the device is then off
   */
  public static Summary run(SimulationOptions options, SimulationListener listener, Runnable halt)
      throws SimulationFailedException, InterruptedException {
    return new SimulatedDevice(options, listener, halt).bootLoop();
  }

  // ---- The boot loop

  private Summary bootLoop() throws SimulationFailedException, InterruptedException {
    BootReason cause = BootReason.POWER;
    Optional<Outcome> ended = Optional.empty();
    while (ended.isEmpty()) {
      try (SlotStore store = openStore()) {
        BootRecord boot = store.boot(cause, image -> true);
        Optional<FirmwareVersion> version = boot.running().map(image -> image.facts().version());
        figures.booted(version);
        say(Phase.BOOTED, version, Optional.empty(), detail(boot));
        if (version.filter(script::crashes).isPresent()) {
          say(Phase.CRASHED, version, Optional.empty(), "");
          cause = BootReason.CRASH;
          ended = isOver() ? Optional.of(Outcome.TIMEOUT) : Optional.empty();
        } else {
          cause = BootReason.RESET;
          ended = runApplication(store, boot);
        }
      }
    }
    return figures.summary(
        new DeviceId(options.credential().deviceId()), ended.get(), sinceStart());
  }

  private SlotStore openStore() throws SimulationFailedException {
    Path slots = options.directory().resolve("slots");
    try {
      SlotStore store =
          new FileSlotStore(new PowerCutFiles(DirectoryFiles.open(slots), writes), options.slots());
      boolean filled = false;
      try {
        fillIfEmpty(store);
        filled = true;
        return store;
      } finally {
        if (!filled) {
          store.close();
        }
      }
    } catch (StorageFailedException e) {
      throw new SimulationFailedException(e.getMessage(), e.hint(), e);
    }
  }

  private void fillIfEmpty(SlotStore store)
      throws SimulationFailedException, StorageFailedException {
    if (!store.isEmpty()) {
      return;
    }
    Factory factory =
        options
            .factory()
            .orElseThrow(
                () ->
                    new SimulationFailedException(
                        "the device's directory is empty: " + options.directory(),
                        "give it a first firmware with --factory FILE --factory-version N",
                        null));
    try {
      FactoryImage.install(store, factory);
    } catch (IOException e) {
      throw new SimulationFailedException(
          "the factory image cannot be installed: " + e.getMessage(),
          "check that the file is there and is not larger than a slot",
          e);
    }
  }

  private static String detail(BootRecord boot) {
    return boot.decision() + boot.trouble().map(trouble -> ": " + trouble).orElse("");
  }

  // ---- One boot

  /** How it ended; empty when the device boots again. */
  private Optional<Outcome> runApplication(SlotStore store, BootRecord boot)
      throws SimulationFailedException, InterruptedException {
    if (boot.decision() == BootDecision.SAFE_MODE || boot.running().isEmpty()) {
      return Optional.of(Outcome.FAILED);
    }
    InstalledImage running = boot.running().get();
    Application application =
        new Application(running.facts().version(), script, figures, this::say);
    try (DeviceClient client = DeviceClient.open(config(running), store, application)) {
      boolean wanted = options.until().equals(Optional.of(running.facts().version()));
      Optional<Outcome> ended = live(client, application, wanted && !boot.trial());
      figures.add(client);
      return ended;
    } catch (LinkFailedException e) {
      throw new SimulationFailedException(e.getMessage(), e.hint(), e);
    }
  }

  private Optional<Outcome> live(DeviceClient client, Application application, boolean reached)
      throws InterruptedException {
    boolean busy = script.busyAt(sinceStart());
    if (busy) {
      client.disableUpdates();
    }
    client.connect();
    Optional<Duration> over = Optional.empty();
    while (application.restart().isEmpty()) {
      client.process(STEP);
      busy = play(client, busy);
      Optional<Outcome> outcome =
          application.result().or(() -> reached ? Optional.of(Outcome.UP_TO_DATE) : none());
      boolean ending = options.until().isPresent() && outcome.isPresent();
      over = ending ? over.or(() -> Optional.of(sinceStart())) : Optional.empty();
      if (ending && (client.settled() || hasPassed(over.get().plus(FAREWELL)))) {
        return outcome;
      } else if (isOver()) {
        return Optional.of(atTimeout(client, outcome));
      }
    }
    return Optional.empty();
  }

  /** Without a version to wait for, a device that has nothing to do has done well. */
  private Outcome atTimeout(DeviceClient client, Optional<Outcome> outcome) {
    boolean idle = options.until().isEmpty() && client.settled();
    return outcome.orElse(idle ? Outcome.UP_TO_DATE : Outcome.TIMEOUT);
  }

  private static Optional<Outcome> none() {
    return Optional.empty();
  }

  private boolean play(DeviceClient client, boolean wasBusy) {
    boolean busy = script.busyAt(sinceStart());
    if (busy && !wasBusy) {
      client.disableUpdates();
      say(Phase.BUSY, Optional.empty(), Optional.empty(), "");
    } else if (wasBusy && !busy) {
      client.enableUpdates();
      say(Phase.AVAILABLE, Optional.empty(), Optional.empty(), "");
    }
    return busy;
  }

  private DeviceConfig config(InstalledImage running) throws SimulationFailedException {
    Manifest manifest = manifest(running);
    return DeviceConfig.of(
            options.credential(), options.server(), manifest.product(), manifest.platform())
        .rememberingSessionIn(options.directory().resolve("link"))
        .withTransfer(options.transfer())
        .withHelloInterval(options.helloInterval())
        .in(DeviceConfig.Mode.COOPERATIVE);
  }

  private static Manifest manifest(InstalledImage running) throws SimulationFailedException {
    try {
      return ReadManifest.stored(running.manifest().octets());
    } catch (DecodeException e) {
      throw new SimulationFailedException(
          "the running image's manifest cannot be read: " + e.getMessage(),
          "begin with an empty directory",
          e);
    }
  }

  // ---- Time, and what is said

  private Duration sinceStart() {
    return Duration.ofNanos(System.nanoTime() - origin);
  }

  private boolean hasPassed(Duration moment) {
    return sinceStart().compareTo(moment) >= 0;
  }

  private boolean isOver() {
    return options.timeout().filter(this::hasPassed).isPresent();
  }

  private void say(
      Phase phase,
      Optional<FirmwareVersion> version,
      Optional<Status.Progress> progress,
      String detail) {
    listener.on(new SimulationEvent(sinceStart(), phase, version, progress, detail));
  }
}
