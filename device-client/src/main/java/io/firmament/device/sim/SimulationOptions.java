package io.firmament.device.sim;

import io.firmament.certs.DeviceCredential;
import io.firmament.device.DeviceConfig;
import io.firmament.device.core.DeviceProfile;
import io.firmament.device.slot.SlotOptions;
import io.firmament.protocol.transfer.TransferSettings;
import io.firmament.protocol.value.FirmwareVersion;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a simulated device is told.
 *
 * @param credential who it is
 * @param server the cloud's CoAP endpoint
 * @param directory its storage; made if it is not there
 * @param factory what fills an empty directory; ignored by one that is not
 * @param faults what goes wrong
 * @param until ends when this version is confirmed
 * @param timeout ends after this time
 * @param transfer how transfers are driven
 * @param helloInterval how long it stays silent at most while it is connected
 * @param slots slot size and attempts
 */
public record SimulationOptions(
    DeviceCredential credential,
    InetSocketAddress server,
    Path directory,
    Optional<Factory> factory,
    List<Fault> faults,
    Optional<FirmwareVersion> until,
    Optional<Duration> timeout,
    TransferSettings transfer,
    Duration helloInterval,
    SlotOptions slots) {
  /** Keeps a copy. */
  public SimulationOptions {
    faults = List.copyOf(faults);
  }

  /** A sound device that runs until it is stopped, on an empty or a used directory. */
  public static SimulationOptions of(
      DeviceCredential credential, InetSocketAddress server, Path directory) {
    return new SimulationOptions(
        credential,
        server,
        directory,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        TransferSettings.ofWindow(DeviceConfig.DEFAULT_WINDOW),
        DeviceProfile.HELLO_INTERVAL,
        SlotOptions.DEFAULT);
  }

  /** The same, filled by a factory where it is empty. */
  public SimulationOptions withFactory(Factory filling) {
    return new SimulationOptions(
        credential,
        server,
        directory,
        Optional.of(filling),
        faults,
        until,
        timeout,
        transfer,
        helloInterval,
        slots);
  }

  /** The same with these faults. */
  public SimulationOptions withFaults(List<Fault> scripted) {
    return new SimulationOptions(
        credential,
        server,
        directory,
        factory,
        scripted,
        until,
        timeout,
        transfer,
        helloInterval,
        slots);
  }

  /** The same, ending when this version is confirmed, or after a time. */
  public SimulationOptions until(Optional<FirmwareVersion> version, Optional<Duration> atLatest) {
    return new SimulationOptions(
        credential,
        server,
        directory,
        factory,
        faults,
        version,
        atLatest,
        transfer,
        helloInterval,
        slots);
  }

  /** The same with other transfers. */
  public SimulationOptions withTransfer(TransferSettings settings) {
    return new SimulationOptions(
        credential,
        server,
        directory,
        factory,
        faults,
        until,
        timeout,
        settings,
        helloInterval,
        slots);
  }

  /** The same, speaking at least this often while it is connected. */
  public SimulationOptions withHelloInterval(Duration interval) {
    return new SimulationOptions(
        credential, server, directory, factory, faults, until, timeout, transfer, interval, slots);
  }
}
