package io.firmament.protocol.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnPortsTest {
  @Test
  void two_who_claim_never_share_a_port() throws Exception {
    try (OwnPorts one = OwnPorts.claim();
        OwnPorts other = OwnPorts.claim()) {
      assertThat(one.free() / OwnPorts.THOUSAND).isNotEqualTo(other.free() / OwnPorts.THOUSAND);
    }
  }

  @Test
  void no_port_is_handed_out_twice_and_the_last_one_is_said_to_be_the_last() throws Exception {
    try (OwnPorts ports = OwnPorts.claim()) {
      Set<Integer> seen = new HashSet<>();
      assertThatThrownBy(
              () -> {
                while (true) {
                  assertThat(seen.add(ports.free())).isTrue();
                }
              })
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("were handed out");
      assertThat(seen).hasSizeGreaterThan(OwnPorts.THOUSAND / 2);
    }
  }

  @Test
  void a_port_that_somebody_holds_is_passed_by() throws Exception {
    try (OwnPorts ports = OwnPorts.claim()) {
      int port = ports.free();
      try (DatagramSocket udp = new DatagramSocket(port + 1, InetAddress.getLoopbackAddress());
          ServerSocket tcp = new ServerSocket(port + 2, 1, InetAddress.getLoopbackAddress())) {
        assertThat(ports.free())
            .isGreaterThan(udp.getLocalPort())
            .isGreaterThan(tcp.getLocalPort());
      }
    }
  }
}
