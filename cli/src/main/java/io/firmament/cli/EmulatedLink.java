package io.firmament.cli;

import io.firmament.device.emulation.LinkSettings;
import io.firmament.device.relay.LinkRelay;
import io.firmament.device.relay.RelayedLink;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The emulated link of a command, if it has one.
 *
 * @param relay what carries it
 * @param link the device's link
 */
record EmulatedLink(Optional<LinkRelay> relay, Optional<RelayedLink> link)
    implements AutoCloseable {
  static final EmulatedLink NONE = new EmulatedLink(Optional.empty(), Optional.empty());

  static EmulatedLink open(InetSocketAddress server, LinkSettings settings, long seed)
      throws IOException {
    LinkRelay relay = LinkRelay.open(server);
    return new EmulatedLink(Optional.of(relay), Optional.of(relay.add(settings, seed, 0)));
  }

  @Override
  public void close() {
    relay.ifPresent(LinkRelay::close);
  }
}
