package io.firmament.device;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A hop between one device and its cloud: counts datagrams, and can change the device's address.
 */
final class Relay implements AutoCloseable {
  private static final int MAX_DATAGRAM = 65_535;

  private final InetSocketAddress cloud;
  private final DatagramSocket inside;
  private final AtomicLong upOctets = new AtomicLong();
  private final AtomicLong downOctets = new AtomicLong();
  private final AtomicInteger upDatagrams = new AtomicInteger();
  private final AtomicInteger downDatagrams = new AtomicInteger();
  private final Random chance = new Random(1);
  private volatile int loss;
  private volatile DatagramSocket outside;
  private volatile SocketAddress device;

  Relay(InetSocketAddress cloud) throws IOException {
    this.cloud = cloud;
    this.inside = socket();
    changeAddress();
    start("relay-up", this::up);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), inside.getLocalPort());
  }

  /** From now on the cloud sees another source port. */
  void changeAddress() throws IOException {
    DatagramSocket before = outside;
    DatagramSocket fresh = socket();
    outside = fresh;
    if (before != null) {
      before.close();
    }
    start("relay-down", () -> down(fresh));
  }

  /** Octets from the device, with so many more for each datagram. */
  long up(int headers) {
    return upOctets.get() + (long) headers * upDatagrams.get();
  }

  /** Octets to the device, likewise. */
  long down(int headers) {
    return downOctets.get() + (long) headers * downDatagrams.get();
  }

  /** From now on so many of a hundred datagrams are lost, each way. */
  void lose(int percent) {
    loss = percent;
  }

  private boolean isLost() {
    synchronized (chance) {
      return chance.nextInt(100) < loss;
    }
  }

  private void up() {
    DatagramPacket packet = packet();
    try {
      while (!inside.isClosed()) {
        packet.setLength(MAX_DATAGRAM);
        inside.receive(packet);
        device = packet.getSocketAddress();
        upOctets.addAndGet(packet.getLength());
        upDatagrams.incrementAndGet();
        if (isLost()) {
          continue;
        }
        outside.send(new DatagramPacket(packet.getData(), packet.getLength(), cloud));
      }
    } catch (IOException closed) {
      inside.close();
    }
  }

  private void down(DatagramSocket from) {
    DatagramPacket packet = packet();
    try {
      while (!from.isClosed()) {
        packet.setLength(MAX_DATAGRAM);
        from.receive(packet);
        downOctets.addAndGet(packet.getLength());
        downDatagrams.incrementAndGet();
        if (isLost()) {
          continue;
        }
        inside.send(new DatagramPacket(packet.getData(), packet.getLength(), device));
      }
    } catch (IOException closed) {
      from.close();
    }
  }

  private static DatagramPacket packet() {
    return new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
  }

  private static DatagramSocket socket() throws IOException {
    return new DatagramSocket(0, InetAddress.getLoopbackAddress());
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    inside.close();
    outside.close();
  }
}
