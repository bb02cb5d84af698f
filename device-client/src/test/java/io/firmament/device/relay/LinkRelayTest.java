package io.firmament.device.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.device.emulation.Fate;
import io.firmament.device.emulation.LinkSettings;
import io.firmament.protocol.ports.OwnPorts;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Links on real sockets. */
class LinkRelayTest {
  private static final int PATIENCE_MILLIS = 20_000;

  private DatagramSocket cloud;
  private LinkRelay relay;

  @BeforeEach
  void open() throws IOException {
    cloud = new DatagramSocket(OwnPorts.next(), InetAddress.getLoopbackAddress());
    relay = LinkRelay.open(new InetSocketAddress(cloud.getLocalAddress(), cloud.getLocalPort()));
  }

  @AfterEach
  void close() {
    relay.close();
    cloud.close();
  }

  @Test
  void datagrams_pass_both_ways_octet_for_octet() throws IOException {
    RelayedLink link = relay.add(LinkSettings.parse("wifi"), 1, 0);
    try (DatagramSocket device = socket()) {
      for (int octets : new int[] {1, 300, 1400}) {
        byte[] datagram = new byte[octets];
        java.util.Arrays.fill(datagram, (byte) octets);
        device.send(new DatagramPacket(datagram, octets, link.address()));
        DatagramPacket up = receive(cloud);
        assertThat(content(up)).isEqualTo(datagram);
        cloud.send(new DatagramPacket(datagram, octets, up.getSocketAddress()));
        DatagramPacket down = receive(device);
        assertThat(content(down)).isEqualTo(datagram);
        assertThat(down.getSocketAddress()).isEqualTo(link.address());
      }
    }
    assertThat(link.traffic().up().deliveredBytes()).isEqualTo(1701);
    assertThat(link.traffic().down().deliveredBytes()).isEqualTo(1701);
  }

  @Test
  void a_new_port_is_another_address_and_what_comes_to_the_old_one_is_lost() throws IOException {
    RelayedLink link = relay.add(LinkSettings.parse("rebind-after=1"), 1, 0);
    try (DatagramSocket device = socket()) {
      send(device, 1, link.address());
      SocketAddress before = receive(cloud).getSocketAddress();
      send(cloud, 2, before);
      assertThat(receive(device).getData()[0]).isEqualTo((byte) 2);
      send(device, 3, link.address());
      SocketAddress after = receive(cloud).getSocketAddress();
      assertThat(after).isNotEqualTo(before);
      send(cloud, 4, before);
      send(cloud, 5, after);
      assertThat(receive(device).getData()[0]).isEqualTo((byte) 5);
    }
    Awaitility.await()
        .until(() -> link.traffic().down().dropped(Fate.STALE_PORT), lost -> lost == 1);
    assertThat(link.traffic().rebinds()).isEqualTo(1);
  }

  @Test
  void a_device_that_boots_is_spoken_to_at_its_newest_address() throws IOException {
    RelayedLink link = relay.add(LinkSettings.parse("none"), 1, 0);
    SocketAddress before;
    try (DatagramSocket device = socket()) {
      send(device, 1, link.address());
      before = receive(cloud).getSocketAddress();
    }
    try (DatagramSocket device = socket()) {
      send(device, 2, link.address());
      SocketAddress after = receive(cloud).getSocketAddress();
      assertThat(after).isNotEqualTo(before);
      send(cloud, 3, before);
      send(cloud, 4, after);
      assertThat(receive(device).getData()[0]).isEqualTo((byte) 4);
    }
  }

  @Test
  void a_cloud_that_is_not_there_is_found_when_it_is_back() throws IOException {
    RelayedLink link = relay.add(LinkSettings.parse("none"), 1, 0);
    int port = cloud.getLocalPort();
    try (DatagramSocket device = socket()) {
      send(device, 1, link.address());
      receive(cloud);
      cloud.close();
      for (int i = 2; i < 9; i++) {
        long number = i;
        send(device, i, link.address());
        Awaitility.await().until(() -> link.traffic().up().arrived() == number);
      }
      cloud = new DatagramSocket(port, InetAddress.getLoopbackAddress());
      cloud.setSoTimeout(PATIENCE_MILLIS);
      send(device, 9, link.address());
      assertThat(receive(cloud).getData()[0]).isEqualTo((byte) 9);
    }
  }

  @Test
  void two_hundred_devices_have_links_and_ports_of_their_own_on_one_thread() throws IOException {
    List<DatagramSocket> devices = new ArrayList<>();
    List<RelayedLink> links = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        devices.add(socket());
        links.add(relay.add(LinkSettings.parse("delay=20ms,rate=50k"), 1, i));
      }
      for (int i = 0; i < 200; i++) {
        send(devices.get(i), i, links.get(i).address());
      }
      Set<SocketAddress> ports = new HashSet<>();
      for (int i = 0; i < 200; i++) {
        DatagramPacket packet = receive(cloud);
        ports.add(packet.getSocketAddress());
        cloud.send(new DatagramPacket(content(packet), 1, packet.getSocketAddress()));
      }
      assertThat(ports).hasSize(200);
      for (int i = 0; i < 200; i++) {
        assertThat(receive(devices.get(i)).getData()[0]).isEqualTo((byte) i);
      }
      assertThat(
              Thread.getAllStackTraces().keySet().stream()
                  .filter(thread -> thread.getName().equals("firmament-link-relay")))
          .hasSize(1);
    } finally {
      devices.forEach(DatagramSocket::close);
    }
  }

  @Test
  void a_closed_relay_has_no_thread_and_no_sockets() throws IOException {
    RelayedLink link = relay.add(LinkSettings.parse("none"), 1, 0);
    relay.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("firmament-link-relay"));
    new DatagramSocket(link.address()).close();
  }

  private static DatagramSocket socket() throws IOException {
    DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static void send(DatagramSocket from, int octet, SocketAddress to) throws IOException {
    from.send(new DatagramPacket(new byte[] {(byte) octet}, 1, to));
  }

  private static DatagramPacket receive(DatagramSocket at) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
    at.receive(packet);
    return packet;
  }

  private static byte[] content(DatagramPacket packet) {
    return java.util.Arrays.copyOf(packet.getData(), packet.getLength());
  }
}
