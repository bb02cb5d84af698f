package io.firmament.server.coap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A victim at an address of its own, from which somebody sends copies of a device's datagrams: as a
 * stranger who can see them and write any source into his own.
 */
final class Stranger implements AutoCloseable {
  private static final int MAX_DATAGRAM = 65_535;

  private final InetSocketAddress server;
  private final DatagramSocket socket;
  private final List<Integer> sent = new CopyOnWriteArrayList<>();
  private final List<Integer> received = new CopyOnWriteArrayList<>();

  Stranger(InetSocketAddress server) throws IOException {
    this.server = server;
    this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread victim = new Thread(this::listen, "victim");
    victim.setDaemon(true);
    victim.start();
  }

  /** Sends a datagram as if it came from the victim. */
  void send(byte[] datagram) {
    try {
      socket.send(new DatagramPacket(datagram, datagram.length, server));
      sent.add(datagram.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listen() {
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
        socket.receive(packet);
        received.add(packet.getLength());
      } catch (IOException e) {
        // closed
      }
    }
  }

  /** Octets that left in the victim's name. */
  int octetsSent() {
    return sent.stream().mapToInt(Integer::intValue).sum();
  }

  /** Octets that the victim got. */
  int octetsReceived() {
    return received.stream().mapToInt(Integer::intValue).sum();
  }

  /** Datagrams that the victim got. */
  int received() {
    return received.size();
  }

  @Override
  public void close() {
    socket.close();
  }
}
