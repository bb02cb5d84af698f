package io.firmament.device.sim;

import io.firmament.certs.DeviceCredential;
import io.firmament.device.DeviceSettings;
import io.firmament.device.link.LinkThreads;
import io.firmament.device.relay.RelayedLink;
import io.firmament.device.slot.SlotOptions;
import io.firmament.protocol.value.FirmwareVersion;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a simulated device is told; made by a {@link #builder}.
 *
 * @param credential who it is
 * @param server the cloud's CoAP endpoint
 * @param storage what outlives its boots
 * @param factory what fills an empty storage; ignored by one that is not
 * @param faults what goes wrong
 * @param until ends when this version is confirmed
 * @param timeout ends after this time
 * @param settings how it behaves
 * @param slots slot size and attempts
 * @param link the emulated link over which it reaches the cloud; empty for none; not closed by it
 * @param threads who does the work of its link; empty for threads of its own
 */
public record SimulationOptions(
    DeviceCredential credential,
    InetSocketAddress server,
    Storage storage,
    Optional<Factory> factory,
    List<Fault> faults,
    Optional<FirmwareVersion> until,
    Optional<Duration> timeout,
    DeviceSettings settings,
    SlotOptions slots,
    Optional<RelayedLink> link,
    Optional<LinkThreads> threads) {
  /** Keeps a copy. */
  public SimulationOptions {
    faults = List.copyOf(faults);
  }

  /** Begins with a sound device that runs until it is stopped, on an empty or a used storage. */
  public static Builder builder(
      DeviceCredential credential, InetSocketAddress server, Storage storage) {
    return new Builder(credential, server, storage);
  }

  /** Says what differs from a sound device that runs until it is stopped. */
  public static final class Builder {
    private final DeviceCredential credential;
    private final InetSocketAddress server;
    private final Storage storage;
    private Optional<Factory> factory = Optional.empty();
    private List<Fault> faults = List.of();
    private Optional<FirmwareVersion> until = Optional.empty();
    private Optional<Duration> timeout = Optional.empty();
    private DeviceSettings settings = DeviceSettings.DEFAULT;
    private SlotOptions slots = SlotOptions.DEFAULT;
    private Optional<RelayedLink> link = Optional.empty();
    private Optional<LinkThreads> threads = Optional.empty();

    private Builder(DeviceCredential credential, InetSocketAddress server, Storage storage) {
      this.credential = credential;
      this.server = server;
      this.storage = storage;
    }

    /** Filled by a factory where its storage is empty. */
    public Builder factory(Optional<Factory> filling) {
      factory = filling;
      return this;
    }

    /** With these faults. */
    public Builder faults(List<Fault> scripted) {
      faults = scripted;
      return this;
    }

    /** Ending when this version is confirmed, or an update has failed. */
    public Builder until(Optional<FirmwareVersion> version) {
      until = version;
      return this;
    }

    /** Ending after a time, at the latest. */
    public Builder timeout(Optional<Duration> atLatest) {
      timeout = atLatest;
      return this;
    }

    /** Behaving otherwise. */
    public Builder settings(DeviceSettings others) {
      settings = others;
      return this;
    }

    /** With other slots. */
    public Builder slots(SlotOptions options) {
      slots = options;
      return this;
    }

    /** Over an emulated link. */
    public Builder link(Optional<RelayedLink> emulated) {
      link = emulated;
      return this;
    }

    /** With threads that other devices use, too. */
    public Builder threads(LinkThreads shared) {
      threads = Optional.of(shared);
      return this;
    }

    /** The options. */
    public SimulationOptions build() {
      return new SimulationOptions(
          credential,
          server,
          storage,
          factory,
          faults,
          until,
          timeout,
          settings,
          slots,
          link,
          threads);
    }
  }
}
