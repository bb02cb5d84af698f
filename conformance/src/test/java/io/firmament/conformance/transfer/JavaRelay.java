package io.firmament.conformance.transfer;

import io.firmament.device.emulation.LinkSettings;
import io.firmament.device.emulation.LinkTraffic;
import io.firmament.device.emulation.PathCounts;
import io.firmament.device.relay.LinkRelay;
import io.firmament.device.relay.RelayedLink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The project's own emulated link, as in {@code device run --link}, for one client. */
final class JavaRelay implements Relay {
  private final LinkRelay relay;
  private final RelayedLink link;

  private JavaRelay(LinkRelay relay, RelayedLink link) {
    this.relay = relay;
    this.link = link;
  }

  static JavaRelay open(EmulatedPath path, long seed, int server) throws IOException {
    LinkRelay relay =
        LinkRelay.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server));
    return new JavaRelay(relay, relay.add(LinkSettings.parse(path.spelling()), seed, 0));
  }

  @Override
  public int port() {
    return link.address().getPort();
  }

  @Override
  public RelayTraffic end() {
    LinkTraffic traffic = link.traffic();
    relay.close();
    return new RelayTraffic(onTheWire(traffic.up()), onTheWire(traffic.down()));
  }

  private static long onTheWire(PathCounts counts) {
    return counts.arrivedBytes() + counts.arrived() * LinkSettings.IPV4_OVERHEAD_BYTES;
  }

  @Override
  public void close() {
    relay.close();
  }
}
