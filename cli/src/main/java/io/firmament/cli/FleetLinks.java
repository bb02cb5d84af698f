package io.firmament.cli;

import io.firmament.device.emulation.LinkProfile;
import io.firmament.device.emulation.LinkSettings;
import io.firmament.device.fleet.Mix;
import io.firmament.device.relay.LinkRelay;
import io.firmament.device.relay.RelayedLink;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** The emulated links of a fleet, all on one relay; none where nobody asked for one. */
final class FleetLinks implements AutoCloseable {
  private final Optional<LinkRelay> relay;
  private final List<LinkSettings> settings;
  private final long seed;

  private FleetLinks(Optional<LinkRelay> relay, List<LinkSettings> settings, long seed) {
    this.relay = relay;
    this.settings = settings;
    this.seed = seed;
  }

  /**
   * Opens what was asked for.
   *
   * @param spec a link as 'device run' takes it, or profiles with weights; empty for none
   * @param devices how many
   * @param seed who gets which, and what each does
   */
  static FleetLinks open(InetSocketAddress cloud, Optional<String> spec, int devices, long seed)
      throws CommandFailedException {
    if (spec.isEmpty()) {
      return new FleetLinks(Optional.empty(), List.of(), seed);
    }
    List<LinkSettings> dealt = deal(spec.get(), devices, seed);
    try {
      return new FleetLinks(Optional.of(LinkRelay.open(cloud)), dealt, seed);
    } catch (IOException e) {
      throw noSockets(e);
    }
  }

  private static List<LinkSettings> deal(String spec, int devices, long seed) {
    if (!spec.matches("[a-z-]+:[0-9]+(,[a-z-]+:[0-9]+)*")) {
      LinkSettings same = LinkSettings.parse(spec);
      return Collections.nCopies(devices, same);
    }
    return Mix.parse("link", spec).deal(devices, new SplittableRandom(seed)).stream()
        .map(name -> LinkProfile.of(name).settings())
        .toList();
  }

  /** The link of a device, numbered from 0. */
  Optional<RelayedLink> of(int device) throws CommandFailedException {
    try {
      return relay.isEmpty()
          ? Optional.empty()
          : Optional.of(relay.get().add(settings.get(device), seed, device));
    } catch (IOException e) {
      throw noSockets(e);
    }
  }

  @Override
  public void close() {
    relay.ifPresent(LinkRelay::close);
  }

  private static CommandFailedException noSockets(IOException why) {
    return CommandFailedException.failed(
        "no sockets for the emulated links: " + why.getMessage(), "run fewer devices at a time");
  }
}
