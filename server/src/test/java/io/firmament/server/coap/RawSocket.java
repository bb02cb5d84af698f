package io.firmament.server.coap;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Optional;

/** A socket in front of the door that says octets as they are, and hears what is answered. */
final class RawSocket implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int MAX_DATAGRAM = 2_048;

  private final InetSocketAddress door;
  private final DatagramSocket socket;

  RawSocket(InetSocketAddress door) throws IOException {
    this.door = door;
    this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  }

  void send(byte[] datagram) throws IOException {
    socket.send(new DatagramPacket(datagram, datagram.length, door));
  }

  /** The next datagram; waits for it. */
  byte[] receive() throws IOException {
    return received(PATIENCE_MILLIS);
  }

  /** What is there by now, if anything. */
  Optional<byte[]> pending() throws IOException {
    try {
      return Optional.of(received(1));
    } catch (SocketTimeoutException nothing) {
      return Optional.empty();
    }
  }

  private byte[] received(int millis) throws IOException {
    socket.setSoTimeout(millis);
    DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
    socket.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  /** Says a ClientHello; the same with the cookie that it is answered with. */
  byte[] withCookie(byte[] hello) throws IOException {
    send(hello);
    byte[] cookie = RawClientHello.cookie(receive()).orElseThrow();
    return RawClientHello.withCookie(hello, cookie).orElseThrow();
  }

  @Override
  public void close() {
    socket.close();
  }
}
