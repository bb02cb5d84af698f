package io.firmament.conformance.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.firmament.conformance.transfer.Relay.RelayTraffic;
import io.firmament.device.emulation.LinkProfile;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedRelayTest {
  private static final EmulatedPath CLEAR = EmulatedPath.of(LinkProfile.NONE);
  private static final int PATIENCE_MILLIS = 10_000;

  private final Set<Integer> seenPorts = ConcurrentHashMap.newKeySet();
  private DatagramSocket server;

  @BeforeEach
  void a_server_that_sends_everything_back_twice() throws IOException {
    server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "echo");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void serve() {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        server.receive(packet);
        seenPorts.add(packet.getPort());
        server.send(packet);
        server.send(packet);
      }
    } catch (IOException closed) {
      seenPorts.add(0);
    }
  }

  private static DatagramSocket client() throws SocketException {
    DatagramSocket client = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    client.setSoTimeout(PATIENCE_MILLIS);
    return client;
  }

  private static void say(DatagramSocket client, int port, int what) throws IOException {
    byte[] octets = {(byte) what};
    client.send(new DatagramPacket(octets, 1, InetAddress.getLoopbackAddress(), port));
  }

  private static int hear(DatagramSocket client) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    client.receive(packet);
    return packet.getData()[0];
  }

  @Test
  void each_client_hears_its_own_and_all_of_it_is_counted() throws Exception {
    try (SharedRelay relay = SharedRelay.open(CLEAR, 1, server.getLocalPort());
        DatagramSocket one = client();
        DatagramSocket other = client()) {
      say(one, relay.port(), 7);
      say(other, relay.port(), 8);

      assertThat(new int[] {hear(one), hear(one)}).containsOnly(7);
      assertThat(new int[] {hear(other), hear(other)}).containsOnly(8);
      assertThat(seenPorts).as("as many ports as clients").hasSize(2);
      assertThat(relay.end()).isEqualTo(new RelayTraffic(2 * 29, 4 * 29));
    }
  }

  @Test
  void what_is_lost_is_counted_where_it_came_to_the_link() throws Exception {
    EmulatedPath broken = new EmulatedPath(LinkProfile.NONE, OptionalInt.of(100), CLEAR.blackout());
    try (SharedRelay relay = SharedRelay.open(broken, 1, server.getLocalPort());
        DatagramSocket client = client()) {
      for (int i = 0; i < 3; i++) {
        say(client, relay.port(), i);
      }
      await()
          .atMost(Duration.ofMillis(PATIENCE_MILLIS))
          .until(() -> relay.traffic().upBytes() == 3 * 29);

      assertThat(relay.end()).isEqualTo(new RelayTraffic(3 * 29, 0));
      assertThat(seenPorts).isEmpty();
    }
  }
}
