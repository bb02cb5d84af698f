package io.firmament.device.relay;

import io.firmament.device.emulation.Direction;
import io.firmament.device.emulation.LinkAction;
import io.firmament.device.emulation.LinkMachine;
import io.firmament.device.emulation.LinkSettings;
import io.firmament.device.emulation.LinkTraffic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One device, its socket towards the cloud, and the link between. Its monitor guards all of it. */
final class Lane implements RelayedLink {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
  private static final int MAX_DATAGRAM = 65_535;
  private static final int SOCKET_BUFFER = 4 << 20;

  /** So many datagrams are read before others have their turn. */
  private static final int AT_ONCE = 64;

  /** What the network still sends to ports that were left is read, and counted, on so many. */
  private static final int OLD_PORTS = 4;

  /** An error that belongs to an earlier datagram is met this often before it is believed. */
  private static final int TRIES = 3;

  /**
   * A socket of a lane.
   *
   * @param lane whose
   * @param channel the socket
   * @param direction where the datagrams go that come in here
   */
  record Port(Lane lane, DatagramChannel channel, Direction direction) {}

  private final InetSocketAddress cloud;
  private final Selector selector;
  private final Supplier<Duration> clock;
  private final LinkMachine<byte[]> machine;
  private final DatagramChannel inside;
  private final InetSocketAddress address;
  private final Deque<DatagramChannel> outside = new ArrayDeque<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(MAX_DATAGRAM);
  private Optional<SocketAddress> device = Optional.empty();
  private Optional<Duration> scheduled = Optional.empty();

  Lane(
      InetSocketAddress cloud,
      LinkSettings settings,
      long seed,
      long index,
      Selector selector,
      Supplier<Duration> clock)
      throws IOException {
    this.cloud = cloud;
    this.selector = selector;
    this.clock = clock;
    this.machine = new LinkMachine<>(settings, seed, index);
    this.inside = channel();
    inside.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    this.address = (InetSocketAddress) inside.getLocalAddress();
    inside.register(selector, SelectionKey.OP_READ, new Port(this, inside, Direction.UP));
  }

  private static DatagramChannel channel() throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
    channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
    return channel;
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public synchronized LinkTraffic traffic() {
    return machine.traffic();
  }

  /** Takes in what has come to a socket. */
  synchronized void read(Port port) {
    for (int i = 0; i < AT_ONCE && receive(port); i++) {
      buffer.clear();
    }
    buffer.clear();
  }

  /** Whether there may be more. */
  private boolean receive(Port port) {
    try {
      SocketAddress from = port.channel().receive(buffer);
      if (from == null) {
        return false;
      }
      buffer.flip();
      byte[] datagram = new byte[buffer.remaining()];
      buffer.get(datagram);
      take(port, from, datagram);
      return true;
    } catch (PortUnreachableException nobodyThere) {
      return true; // of an earlier datagram; the next ones are still to be read
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  private void take(Port port, SocketAddress from, byte[] datagram) {
    if (port.direction() == Direction.UP && !device.equals(Optional.of(from))) {
      device = Optional.of(from);
      changePort();
    }
    if (port.direction() == Direction.DOWN && port.channel() != outside.peekFirst()) {
      machine.stale(datagram.length);
    } else {
      perform(machine.arrived(port.direction(), datagram, datagram.length, clock.get()));
    }
  }

  synchronized void deliverDue() {
    scheduled = Optional.empty();
    perform(machine.woken(clock.get()));
  }

  /** When it wants to be woken, if that is sooner than what was said before. */
  synchronized Optional<Duration> newWake() {
    Optional<Duration> wake =
        machine
            .wakeAt()
            .filter(moment -> scheduled.filter(known -> known.compareTo(moment) <= 0).isEmpty());
    scheduled = wake.or(() -> scheduled);
    return wake;
  }

  private void perform(List<LinkAction<byte[]>> actions) {
    for (LinkAction<byte[]> action : actions) {
      if (action instanceof LinkAction.Deliver<byte[]> deliver) {
        if (!isSent(deliver)) {
          machine.unsent(deliver);
        }
      } else if (action instanceof LinkAction.Rebind<byte[]>) {
        changePort();
      }
    }
  }

  private boolean isSent(LinkAction.Deliver<byte[]> deliver) {
    for (int tries = 0; tries < TRIES; tries++) {
      try {
        return send(deliver.direction(), ByteBuffer.wrap(deliver.datagram()));
      } catch (PortUnreachableException nobodyThere) {
        LOG.trace("an earlier datagram was refused");
      } catch (IOException e) {
        LOG.debug("a datagram cannot be sent: {}", e.toString());
        return false;
      }
    }
    return false;
  }

  private boolean send(Direction direction, ByteBuffer datagram) throws IOException {
    int octets = datagram.remaining();
    if (direction == Direction.DOWN) {
      return device.isPresent() && inside.send(datagram, device.get()) == octets;
    }
    return !outside.isEmpty() && outside.peekFirst().write(datagram) == octets;
  }

  /** From now on the cloud sees another source port. */
  private void changePort() {
    try {
      DatagramChannel fresh = channel();
      outside.addFirst(fresh);
      fresh.connect(resolved());
      fresh.register(selector, SelectionKey.OP_READ, new Port(this, fresh, Direction.DOWN));
      while (outside.size() > 1 + OLD_PORTS) {
        outside.removeLast().close();
      }
    } catch (ClosedChannelException e) {
      LOG.debug("the relay was closed");
    } catch (IOException e) {
      LOG.warn("no socket towards {}: {}", cloud, e.toString());
    }
  }

  private InetSocketAddress resolved() throws IOException {
    InetSocketAddress now = new InetSocketAddress(cloud.getHostString(), cloud.getPort());
    if (now.isUnresolved()) {
      throw new java.net.UnknownHostException(cloud.getHostString());
    }
    return now;
  }

  @Override
  public synchronized void close() {
    try {
      inside.close();
      for (DatagramChannel port : outside) {
        port.close();
      }
    } catch (IOException e) {
      LOG.warn("a socket of the relay could not be closed: {}", e.toString());
    }
  }
}
