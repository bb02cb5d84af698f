package io.firmament.cli;

import io.firmament.certs.DeviceCredential;
import io.firmament.device.DeviceSettings;
import io.firmament.device.sim.SimulationOptions;
import io.firmament.device.sim.Storage;
import io.firmament.protocol.message.Control;
import io.firmament.protocol.message.Controls;
import io.firmament.protocol.transfer.CongestionControl;
import io.firmament.protocol.transfer.TransferSettings;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.InvalidValueException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What one simulated device and a fleet of them take alike: the cloud, habits, the end. */
final class RunOptions {
  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      required = true,
      description = "Where the cloud takes CoAP over DTLS.")
  private String server;

  @Option(
      names = "--until-version",
      paramLabel = "N",
      description = "A device ends when this version is confirmed, or an update has failed.")
  private Optional<Integer> untilVersion = Optional.empty();

  @Option(
      names = "--timeout",
      paramLabel = "S",
      description = "A device ends so many seconds after its start.")
  private Optional<Long> timeoutSeconds = Optional.empty();

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "The most blocks in flight of a device (default: ${DEFAULT-VALUE}).",
      defaultValue = "128")
  private int window;

  @Option(
      names = "--congestion",
      paramLabel = "RULE",
      defaultValue = "delay",
      description =
          "What decides how many of them are used: 'delay' of the answers, 'aimd' (losses alone), or"
              + " 'fixed' (default: ${DEFAULT-VALUE}).")
  private String congestion;

  @Option(
      names = "--pace",
      paramLabel = "MS",
      defaultValue = "0",
      description =
          "Least milliseconds between two block requests of a device (default: ${DEFAULT-VALUE}).")
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

  @Option(
      names = "--without",
      paramLabel = "CONTROL",
      split = ",",
      description =
          "What the cloud cannot ask of a device: force, pending, reboot, safe-mode, apply,"
              + " end-session.")
  private List<String> lacking = List.of();

  @Option(
      names = "--sleepy",
      description = "A device sleeps between contacts without a goodbye, and says so.")
  private boolean sleepy;

  @Mixin private DecoderOptions decoders;
  @Mixin private CryptoOptions crypto;

  /** Where the cloud is. */
  InetSocketAddress server() throws CommandFailedException {
    return Endpoint.parse("--server", server);
  }

  /** Decides who computes on elliptic curves in this process; before any key is read. */
  void installCurves(Host host) throws CommandFailedException {
    crypto.install(host);
  }

  /** After how long a device ends. */
  Optional<Duration> timeout() {
    return timeoutSeconds.map(Duration::ofSeconds);
  }

  /**
   * Begins to say what a device is told.
   *
   * @throws InvalidValueException when a setting is out of its range
   */
  SimulationOptions.Builder device(DeviceCredential credential, Storage storage)
      throws CommandFailedException {
    return SimulationOptions.builder(credential, server(), storage)
        .settings(settings())
        .until(untilVersion.map(FirmwareVersion::new))
        .timeout(timeout());
  }

  /** How a device behaves. */
  DeviceSettings settings() {
    Duration pace = Duration.ofMillis(paceMillis);
    DeviceSettings settings = sleepy ? DeviceSettings.DEFAULT.withSleep() : DeviceSettings.DEFAULT;
    return settings
        .with(Controls.without(lacking.stream().map(Control::parse).toList()))
        .with(
            TransferSettings.ofWindow(window)
                .with(CongestionControl.of(congestion))
                .withInterval(pace))
        .with(decoders.settings())
        .withHelloInterval(Duration.ofSeconds(helloSeconds))
        .withConfirmWithin(Duration.ofSeconds(confirmSeconds));
  }
}
