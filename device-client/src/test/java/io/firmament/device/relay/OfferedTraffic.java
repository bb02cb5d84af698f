package io.firmament.device.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A device that sends numbered datagrams at fixed moments, and a cloud that sends each back. */
final class OfferedTraffic implements AutoCloseable {
  private static final long SILENCE_NANOS = 3_000_000_000L;
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e6;

  private final int octets;
  private final DatagramChannel device;
  private final DatagramChannel cloud;
  private final Seen atTheCloud = new Seen();
  private final Seen atTheDevice = new Seen();
  private SocketAddress relay;

  OfferedTraffic(int octets) throws IOException {
    this.octets = octets;
    this.device = channel();
    this.cloud = channel();
  }

  private static DatagramChannel channel() throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    channel.configureBlocking(false);
    return channel;
  }

  InetSocketAddress cloudAddress() throws IOException {
    return (InetSocketAddress) cloud.getLocalAddress();
  }

  void through(SocketAddress address) {
    relay = address;
  }

  Seen atTheCloud() {
    return atTheCloud;
  }

  Seen atTheDevice() {
    return atTheDevice;
  }

  /** Sends the same through both, at the same moments, and waits until nothing more comes. */
  static void offer(OfferedTraffic one, OfferedTraffic other, int datagrams, Duration every)
      throws IOException {
    try (Selector selector = Selector.open()) {
      one.register(selector);
      other.register(selector);
      long begin = System.nanoTime();
      long last = begin;
      int sent = 0;
      while (sent < datagrams || System.nanoTime() - last < SILENCE_NANOS) {
        long due = begin + sent * every.toNanos();
        if (sent < datagrams && System.nanoTime() >= due) {
          (sent % 2 == 0 ? one : other).send(sent);
          (sent % 2 == 0 ? other : one).send(sent);
          sent++;
          last = System.nanoTime();
        }
        selector.select(1);
        for (SelectionKey key : selector.selectedKeys()) {
          ((OfferedTraffic) key.attachment()).receive((DatagramChannel) key.channel());
          last = System.nanoTime();
        }
        selector.selectedKeys().clear();
      }
    }
  }

  private void register(Selector selector) throws IOException {
    device.register(selector, SelectionKey.OP_READ, this);
    cloud.register(selector, SelectionKey.OP_READ, this);
  }

  private void send(int number) throws IOException {
    ByteBuffer datagram = ByteBuffer.allocate(octets);
    datagram.putInt(0, number).putLong(4, System.nanoTime());
    device.send(datagram, relay);
  }

  private void receive(DatagramChannel at) throws IOException {
    ByteBuffer datagram = ByteBuffer.allocate(octets);
    for (SocketAddress from = at.receive(datagram); from != null; from = at.receive(datagram)) {
      (at == cloud ? atTheCloud : atTheDevice).add(datagram.getInt(0), datagram.getLong(4));
      if (at == cloud) {
        datagram.putLong(4, System.nanoTime()).position(0);
        cloud.send(datagram, from);
      }
      datagram.clear();
    }
  }

  @Override
  public void close() throws IOException {
    device.close();
    cloud.close();
  }

  /** What came out at one end. */
  static final class Seen {
    private final List<Long> delays = new ArrayList<>();
    private final BitSet numbers = new BitSet();
    private int twice;
    private int overtaken;
    private long first;
    private long last;

    private void add(int number, long sentAt) {
      last = System.nanoTime();
      first = first == 0 ? last : first;
      delays.add(last - sentAt);
      twice += numbers.get(number) ? 1 : 0;
      overtaken += number < numbers.length() - 1 ? 1 : 0;
      numbers.set(number);
    }

    /** Datagrams by what became of them. */
    Map<String, Double> counts() {
      Map<String, Double> counts = new LinkedHashMap<>();
      counts.put("arrived", (double) delays.size());
      counts.put("twice", (double) twice);
      counts.put("overtaken", (double) overtaken);
      counts.put("lost in between", (double) numbers.length() - numbers.cardinality());
      counts.put("gaps", (double) gaps());
      return counts;
    }

    /** Delays and goodput. */
    Map<String, Double> times() {
      Map<String, Double> times = new LinkedHashMap<>();
      List<Long> sorted = delays.stream().sorted().toList();
      double sum = delays.stream().mapToLong(Long::longValue).sum();
      times.put("datagrams/s", rounded(delays.size() / ((last - first) / NANOS)));
      times.put("mean ms", rounded(sum / delays.size() / MILLIS));
      times.put("median ms", rounded(sorted.get(sorted.size() / 2) / MILLIS));
      times.put("p95 ms", rounded(sorted.get(sorted.size() * 95 / 100) / MILLIS));
      return times;
    }

    private static double rounded(double value) {
      return Math.round(value * 100) / 100.0;
    }

    @Override
    public String toString() {
      return counts() + " " + times();
    }

    private int gaps() {
      int gaps = 0;
      for (int from = numbers.nextClearBit(0); from < numbers.length(); ) {
        gaps++;
        from = numbers.nextClearBit(numbers.nextSetBit(from));
      }
      return gaps;
    }
  }
}
