package io.firmament.device.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.MessageDeliverer;
import org.eclipse.californium.elements.UDPConnector;
import org.eclipse.californium.elements.config.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the cloud may say amiss: the device's endpoint as it is, without DTLS around it. */
class MalformedMessageTest {
  private static final int BAD_REQUEST = 0x80;
  private static final int CHANGED = 0x44;

  /** CON POST h, Block1 of 16 octets; a payload follows. */
  private static final String REQUEST = "42020007" + "4142" + "b168" + "d10300" + "ff";

  /** NON 2.05, Block2 of 16 octets; a payload follows. */
  private static final String ANSWER = "52450008" + "4142" + "d10a00" + "ff";

  private CoapEndpoint endpoint;
  private DatagramSocket cloud;

  @BeforeEach
  void open() throws IOException {
    Configuration settings = EndpointSettings.configuration();
    InetAddress here = InetAddress.getLoopbackAddress();
    endpoint =
        EndpointSettings.endpoint(
            settings, new UDPConnector(new InetSocketAddress(here, 0), settings));
    endpoint.setMessageDeliverer(new Obedient());
    endpoint.start();
    cloud = new DatagramSocket(0, here);
    cloud.setSoTimeout(20_000);
  }

  @AfterEach
  void close() {
    cloud.close();
    endpoint.destroy();
  }

  @Test
  void a_payload_of_a_whole_block_is_taken() throws IOException {
    send(REQUEST, 16);

    assertThat(receive()[1]).isEqualTo((byte) CHANGED);
  }

  @Test
  void a_payload_larger_than_its_block_is_a_bad_request() throws IOException {
    send(REQUEST, 17);

    byte[] answer = receive();
    assertThat(answer[1]).isEqualTo((byte) BAD_REQUEST);
    assertThat(Arrays.copyOfRange(answer, 2, 6)).containsExactly(0, 7, 'A', 'B');
  }

  @Test
  void an_answer_larger_than_its_block_is_as_lost_and_the_next_message_is_heard()
      throws IOException {
    send(ANSWER, 17);
    send(REQUEST, 16);

    assertThat(receive()[1]).isEqualTo((byte) CHANGED);
  }

  private void send(String message, int payloadOctets) throws IOException {
    byte[] octets = HexFormat.of().parseHex(message + "00".repeat(payloadOctets));
    cloud.send(new DatagramPacket(octets, octets.length, endpoint.getAddress()));
  }

  private byte[] receive() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    cloud.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  private static final class Obedient implements MessageDeliverer {
    @Override
    public void deliverRequest(Exchange exchange) {
      exchange.sendResponse(new Response(ResponseCode.CHANGED));
    }

    @Override
    public void deliverResponse(Exchange exchange, Response response) {
      throw new AssertionError("nothing was asked: " + response);
    }
  }
}
