package io.firmament.conformance.transfer;

import io.firmament.device.emulation.Direction;
import io.firmament.device.emulation.LinkAction;
import io.firmament.device.emulation.LinkMachine;
import io.firmament.device.emulation.LinkSettings;
import io.firmament.device.emulation.LinkTraffic;
import io.firmament.device.emulation.PathCounts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The emulated link of {@code device run --link} with a thread of its own, for any number of
 * clients that share it: each is seen by the server at a port of its own. Its monitor guards the
 * link.
 */
final class SharedRelay implements Relay {
  private static final int MAX_DATAGRAM = 65_535;
  private static final long NAP_NANOS = 200_000;
  private static final long MILLI = 1_000_000;

  /** A selector that waits in milliseconds may be late by one: nearer moments are slept up to. */
  private static final long NEAR_NANOS = 2 * MILLI;

  /**
   * A datagram on the link.
   *
   * @param client who sends or gets it
   * @param octets what it holds
   */
  private record Parcel(SocketAddress client, byte[] octets) {}

  private final LinkMachine<Parcel> machine;
  private final InetSocketAddress server;
  private final Selector selector = Selector.open();
  private final DatagramChannel inside = DatagramChannel.open();
  private final Map<SocketAddress, DatagramChannel> outside = new HashMap<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(MAX_DATAGRAM);
  private final long origin = System.nanoTime();
  private final Thread thread = new Thread(this::run, "shared-relay");
  private final int port;

  private SharedRelay(LinkSettings settings, long seed, int server) throws IOException {
    this.machine = new LinkMachine<>(settings, seed, 0);
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), server);
    inside.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    inside.configureBlocking(false);
    inside.register(selector, SelectionKey.OP_READ);
    port = inside.socket().getLocalPort();
    thread.setDaemon(true);
  }

  static SharedRelay open(EmulatedPath path, long seed, int server) throws IOException {
    SharedRelay relay = new SharedRelay(LinkSettings.parse(path.spelling()), seed, server);
    relay.thread.start();
    return relay;
  }

  @Override
  public int port() {
    return port;
  }

  private void run() {
    try {
      while (selector.isOpen()) {
        await();
        for (SelectionKey key : selector.selectedKeys()) {
          readAll((DatagramChannel) key.channel(), (SocketAddress) key.attachment());
        }
        selector.selectedKeys().clear();
        deliverDue();
      }
    } catch (ClosedSelectorException ended) {
      outside.clear();
    } catch (IOException e) {
      System.err.println("the relay has ended: " + e);
    }
  }

  private void await() throws IOException {
    Optional<Duration> wake = machine.wakeAt();
    if (wake.isEmpty()) {
      selector.select();
      return;
    }
    long nanos = wake.get().minus(now()).toNanos();
    if (nanos > NEAR_NANOS) {
      selector.select((nanos - MILLI) / MILLI);
    } else if (selector.selectNow() == 0 && nanos > 0) {
      LockSupport.parkNanos(Math.min(nanos, NAP_NANOS));
      selector.selectNow();
    }
  }

  private Duration now() {
    return Duration.ofNanos(System.nanoTime() - origin);
  }

  /** Takes in what has come from the clients, or from the server for one of them. */
  private synchronized void readAll(DatagramChannel channel, SocketAddress client)
      throws IOException {
    for (SocketAddress from = receive(channel); from != null; from = receive(channel)) {
      byte[] octets = new byte[buffer.flip().remaining()];
      buffer.get(octets);
      Direction direction = client == null ? Direction.UP : Direction.DOWN;
      Parcel parcel = new Parcel(client == null ? from : client, octets);
      perform(machine.arrived(direction, parcel, octets.length, now()));
    }
  }

  private SocketAddress receive(DatagramChannel channel) throws IOException {
    buffer.clear();
    try {
      return channel.receive(buffer);
    } catch (PortUnreachableException ofAnEarlierDatagram) {
      return null;
    }
  }

  private synchronized void deliverDue() throws IOException {
    perform(machine.woken(now()));
  }

  private void perform(List<LinkAction<Parcel>> actions) throws IOException {
    for (LinkAction<Parcel> action : actions) {
      if (action instanceof LinkAction.Deliver<Parcel> deliver) {
        deliver(deliver);
      }
    }
  }

  private void deliver(LinkAction.Deliver<Parcel> deliver) throws IOException {
    Parcel parcel = deliver.datagram();
    ByteBuffer datagram = ByteBuffer.wrap(parcel.octets());
    try {
      if (deliver.direction() == Direction.DOWN) {
        inside.send(datagram, parcel.client());
      } else {
        towardsServer(parcel.client()).write(datagram);
      }
    } catch (PortUnreachableException ofAnEarlierDatagram) {
      machine.unsent(deliver);
    }
  }

  private DatagramChannel towardsServer(SocketAddress client) throws IOException {
    DatagramChannel known = outside.get(client);
    if (known != null) {
      return known;
    }
    DatagramChannel fresh = DatagramChannel.open().connect(server);
    fresh.configureBlocking(false);
    fresh.register(selector, SelectionKey.OP_READ, client);
    outside.put(client, fresh);
    return fresh;
  }

  @Override
  public RelayTraffic end() throws InterruptedException {
    close();
    thread.join();
    return traffic();
  }

  /** What came to the link so far. */
  synchronized RelayTraffic traffic() {
    LinkTraffic traffic = machine.traffic();
    return new RelayTraffic(onTheWire(traffic.up()), onTheWire(traffic.down()));
  }

  private static long onTheWire(PathCounts counts) {
    return counts.arrivedBytes() + counts.arrived() * LinkSettings.IPV4_OVERHEAD_BYTES;
  }

  @Override
  public void close() {
    try {
      for (SelectionKey key : selector.isOpen() ? selector.keys() : List.<SelectionKey>of()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      System.err.println("a socket of the relay cannot be closed: " + e);
    }
  }
}
