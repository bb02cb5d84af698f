package io.firmament.server.coap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A network address translator between one device and the server: it notes the size of every
 * datagram, and can give the device another address, as a translator does that forgot it.
 */
public final class UdpRelay implements AutoCloseable {
  private static final int MAX_DATAGRAM = 65_535;

  private final InetSocketAddress server;
  private final DatagramSocket inside;
  private volatile DatagramSocket outside;
  private volatile SocketAddress device;
  private volatile boolean closed;
  private volatile boolean droppingUp;
  private volatile Consumer<byte[]> tap = datagram -> {};
  private volatile Consumer<byte[]> tapDown = datagram -> {};
  private final List<Integer> up = new CopyOnWriteArrayList<>();
  private final List<Integer> down = new CopyOnWriteArrayList<>();

  /** A relay to a server, on a free port of this machine. */
  public UdpRelay(InetSocketAddress server) throws IOException {
    this.server = server;
    this.inside = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    this.outside = newOutside();
    start(this::pumpUp);
    DatagramSocket first = outside;
    start(() -> pumpDown(first));
  }

  private static void start(Runnable pump) {
    Thread thread = new Thread(pump, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  private static DatagramSocket newOutside() throws IOException {
    return new DatagramSocket(0, InetAddress.getLoopbackAddress());
  }

  /** What the device takes for its server. */
  public InetSocketAddress address() {
    return (InetSocketAddress) inside.getLocalSocketAddress();
  }

  /** Gives the device another address. */
  void rebind() {
    try {
      DatagramSocket before = outside;
      DatagramSocket after = newOutside();
      outside = after;
      before.close();
      start(() -> pumpDown(after));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Who hears each datagram of the device before it goes on to the server. */
  public void tap(Consumer<byte[]> listener) {
    tap = listener;
  }

  /** Who hears each datagram of the server before it goes on to the device. */
  public void tapDown(Consumer<byte[]> listener) {
    tapDown = listener;
  }

  /** Whether what the device sends is lost from now on, once it was tapped. */
  void dropUp(boolean lost) {
    droppingUp = lost;
  }

  /** Forgets what was noted. */
  void startCounting() {
    up.clear();
    down.clear();
  }

  /** Sizes of the datagrams that the device sent, in octets without IP and UDP headers. */
  List<Integer> up() {
    return List.copyOf(up);
  }

  /** Sizes of the datagrams that the server sent. */
  List<Integer> down() {
    return List.copyOf(down);
  }

  private void pumpUp() {
    while (!closed) {
      try {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
        inside.receive(packet);
        device = packet.getSocketAddress();
        up.add(packet.getLength());
        tap.accept(Arrays.copyOf(packet.getData(), packet.getLength()));
        if (droppingUp) {
          continue;
        }
        outside.send(new DatagramPacket(packet.getData(), packet.getLength(), server));
      } catch (IOException e) {
        // closed or rebound: the datagram is lost, as in a network
      }
    }
  }

  private void pumpDown(DatagramSocket from) {
    while (!from.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
        from.receive(packet);
        down.add(packet.getLength());
        tapDown.accept(Arrays.copyOf(packet.getData(), packet.getLength()));
        inside.send(new DatagramPacket(packet.getData(), packet.getLength(), device));
      } catch (IOException e) {
        // closed or rebound: the datagram is lost, as in a network
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    inside.close();
    outside.close();
  }
}
