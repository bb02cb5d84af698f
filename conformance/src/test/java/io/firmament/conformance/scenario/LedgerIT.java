package io.firmament.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.firmament.cli.process.CommandProcess;
import io.firmament.server.coap.UdpRelay;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the API says that an update has cost, against a capture (feature OBS3). */
class LedgerIT {
  private static final int IMAGE_BYTES = 100_000;
  private static final int STRANGE = 33;

  @TempDir Path folder;

  @Test
  void ledger_of_a_device_is_what_a_capture_has_counted_to_the_octet() throws Exception {
    try (Cloud cloud = Cloud.start(folder)) {
      FieldDevice device = FieldDevice.due(cloud, "Counted", IMAGE_BYTES);
      AtomicLong up = new AtomicLong();
      AtomicLong down = new AtomicLong();
      InetSocketAddress server =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), cloud.coapPort());
      try (UdpRelay relay = new UdpRelay(server)) {
        relay.tap(datagram -> up.addAndGet(datagram.length));
        relay.tapDown(datagram -> down.addAndGet(datagram.length));
        try (CommandProcess process =
            device.through(relay.address().getPort()).start("--until-version", "2")) {
          FieldDevice.summary(process);
        }
        String path = "/v1/devices/" + device.id();
        await()
            .atMost(Cloud.PATIENCE)
            .untilAsserted(
                () -> {
                  JsonNode total = cloud.operator().get(path).at("/bytes/total");
                  assertThat(total.get("up").asLong()).isEqualTo(up.get());
                  assertThat(total.get("down").asLong()).isEqualTo(down.get());
                });
        JsonNode update = cloud.operator().get(path).at("/update/bytes");
        assertThat(update.at("/firmware/down").asLong()).isGreaterThan(IMAGE_BYTES / 2);
        assertThat(update.at("/handshake/up").asLong()).as("the reboot's").isPositive();
        assertThat(update.get("whole").asBoolean()).isTrue();
        assertThat(cloud.runAsOperator("device", "show", device.id()))
            .anyMatch(line -> line.startsWith("wire") && line.contains(up.get() + " + " + down))
            .anyMatch(line -> line.startsWith("last update"));
        requireAllOf(cloud, up.get(), down.get());
        System.out.println("ledger: " + up + " up, " + down + " down; update " + update);
      }
    }
  }

  /** So much crossed the port, all of it the device's; and what a stranger sends comes on top. */
  private static void requireAllOf(Cloud cloud, long up, long down) throws Exception {
    JsonNode port = cloud.operator().get("/v1/traffic");
    assertThat(port.at("/total/up").asLong()).isEqualTo(up);
    assertThat(port.at("/total/down").asLong()).isEqualTo(down);
    assertThat(port.at("/devices/total")).isEqualTo(port.get("total"));
    try (DatagramSocket stranger = new DatagramSocket()) {
      InetAddress here = InetAddress.getLoopbackAddress();
      stranger.send(new DatagramPacket(new byte[STRANGE], STRANGE, here, cloud.coapPort()));
    }
    await()
        .atMost(Cloud.PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode then = cloud.operator().get("/v1/traffic");
              assertThat(then.at("/unattributed/up").asLong()).isEqualTo(STRANGE);
              assertThat(then.at("/total/up").asLong()).isEqualTo(up + STRANGE);
            });
    assertThat(cloud.runAsOperator("traffic"))
        .anyMatch(line -> line.matches("nobody's +" + STRANGE + " +0"));
  }
}
