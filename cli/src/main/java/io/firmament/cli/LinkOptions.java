package io.firmament.cli;

import io.firmament.device.emulation.LinkSettings;
import io.firmament.protocol.value.InvalidValueException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What lies between a simulated device and the cloud. */
final class LinkOptions {
  @Option(
      names = "--link",
      paramLabel = "LINK",
      description = {
        "Emulates a link: PROFILE, or SETTING=VALUE, or several with commas between.",
        "Profiles: none, wifi, lte-m, lte-m-edge, nb-iot, thread, satellite.",
        "Settings, for one direction with up- or down- before them: delay=50ms, jitter=5ms,",
        "rate=300k (bit/s), queue=64KiB, mtu=1280, loss=20%%, burst=2%%:5 (share and mean length),",
        "dup=1%%, reorder=1%% or 1%%:20ms, blackout=10s-70s.",
        "For both: jitter-reorder, half-duplex, overhead=28, blackout-after=128KiB:60s,",
        "rebind=10s+20s (a new source port), rebind-after=64KiB, nat-timeout=30s."
      })
  private Optional<String> link = Optional.empty();

  @Option(
      names = "--link-seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Decides what that link loses, delays and repeats (default: ${DEFAULT-VALUE}).")
  private long seed;

  /**
   * Opens the link that was asked for.
   *
   * @throws InvalidValueException when it is not spelt as a link
   * @throws CommandFailedException when there are no sockets for it
   */
  EmulatedLink open(InetSocketAddress server) throws CommandFailedException {
    Optional<LinkSettings> settings = link.map(LinkSettings::parse);
    try {
      return settings.isPresent()
          ? EmulatedLink.open(server, settings.get(), seed)
          : EmulatedLink.NONE;
    } catch (IOException e) {
      throw CommandFailedException.failed(
          "no sockets for the emulated link: " + e.getMessage(), "run fewer devices at a time");
    }
  }
}
