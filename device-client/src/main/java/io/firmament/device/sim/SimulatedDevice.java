package io.firmament.device.sim;

import io.firmament.device.DeviceClient;
import io.firmament.device.DeviceConfig;
import io.firmament.device.core.BootDecision;
import io.firmament.device.core.BootRecord;
import io.firmament.device.core.InstalledImage;
import io.firmament.device.core.SlotStore;
import io.firmament.device.core.StorageFailedException;
import io.firmament.device.link.LinkFailedException;
import io.firmament.device.relay.RelayedLink;
import io.firmament.device.sim.SimulationEvent.Phase;
import io.firmament.device.sim.Summary.Outcome;
import io.firmament.device.slot.FileSlotStore;
import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.manifest.Manifest;
import io.firmament.protocol.manifest.ReadManifest;
import io.firmament.protocol.message.BootReason;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * One device from its first boot to its end, in this process: the boot loop, and the application
 * that runs in each boot. Killing the process is a power cut; starting it again goes on.
 */
public final class SimulatedDevice {
  private final SimulationOptions options;
  private final SimulationListener listener;
  private final Runnable powerCut;
  private final Script script;
  private final WriteCount writes;
  private final Figures figures = new Figures();
  private final Stopwatch watch = new Stopwatch();

  private SimulatedDevice(
      SimulationOptions options, SimulationListener listener, Runnable powerCut) {
    this.options = options;
    this.listener = listener;
    this.powerCut = powerCut;
    this.script = new Script(options.faults());
    this.writes = new WriteCount(options.faults(), powerCut);
  }

  /**
   * Runs a device until it has nothing more to do.
   *
   * @param options what it is told
   * @param listener told what it does
   * @param powerCut for {@link Fault.PowerCut} and {@link Fault.PowerOff}: ends the process at
   *     once; where other devices live in it, {@link PowerLostException#interrupt}
   * @return what became of it
   * @throws SimulationFailedException when it cannot start
   * @throws InterruptedException when the calling thread is interrupted; the device is then off
   */
  public static Summary run(
      SimulationOptions options, SimulationListener listener, Runnable powerCut)
      throws SimulationFailedException, InterruptedException {
    return new SimulatedDevice(options, listener, powerCut).bootLoop();
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
          ended = unlessInTime();
        } else {
          cause = BootReason.RESET;
          ended = runApplication(store, boot);
        }
      } catch (PowerLostException powerIsBack) {
        cause = BootReason.POWER;
        ended = unlessInTime();
      }
    }
    return summary(ended.get());
  }

  private Summary summary(Outcome outcome) {
    return figures.summary(
        new DeviceId(options.credential().deviceId()),
        outcome,
        watch.elapsed(),
        options.link().map(RelayedLink::traffic));
  }

  private Optional<Outcome> unlessInTime() {
    return options
        .timeout()
        .filter(end -> watch.elapsed().compareTo(end) >= 0)
        .map(over -> Outcome.TIMEOUT);
  }

  private SlotStore openStore() throws SimulationFailedException {
    try {
      SlotStore store =
          new FileSlotStore(new PowerCutFiles(options.storage().open(), writes), options.slots());
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
                        "the device's storage is empty: " + options.storage(),
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
    FirmwareVersion version = running.facts().version();
    Application application = new Application(version, script, figures, this::say);
    try (DeviceClient client = DeviceClient.open(config(running), store, application)) {
      try {
        return new OneBoot(client, application, script, options, watch, powerCut)
            .live(version, !boot.trial());
      } finally {
        figures.add(client);
      }
    } catch (LinkFailedException e) {
      throw new SimulationFailedException(e.getMessage(), e.hint(), e);
    }
  }

  private DeviceConfig config(InstalledImage running) throws SimulationFailedException {
    Manifest manifest = manifest(running);
    InetSocketAddress cloud = options.link().map(RelayedLink::address).orElseGet(options::server);
    DeviceConfig alone =
        DeviceConfig.of(options.credential(), cloud, manifest.product(), manifest.platform())
            .with(options.settings())
            .in(DeviceConfig.Mode.COOPERATIVE);
    DeviceConfig one = options.threads().map(alone::sharing).orElse(alone);
    return options.storage().sessions().map(one::rememberingSessionIn).orElse(one);
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

  private void say(
      Phase phase,
      Optional<FirmwareVersion> version,
      Optional<Status.Progress> progress,
      String detail) {
    listener.on(new SimulationEvent(watch.elapsed(), phase, version, progress, detail));
  }
}
