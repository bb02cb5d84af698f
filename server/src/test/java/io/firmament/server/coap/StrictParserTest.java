package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.CoAPMessageFormatException;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.elements.RawDataChannel;
import org.junit.jupiter.api.Test;

/** Found by the fuzzer of the door (docs/fuzzing.md). */
class StrictParserTest {
  /** CON POST h, Block1 of 16 octets, and a payload of 17. */
  private static final String TOO_LARGE = "42020007" + "4142" + "b168" + "d10300" + "ff";

  @Test
  void a_payload_that_is_larger_than_its_block_is_a_bad_request() {
    byte[] message = HexFormat.of().parseHex(TOO_LARGE + "00".repeat(17));
    CoAPMessageFormatException refusal =
        catchThrowableOfType(
            CoAPMessageFormatException.class, () -> new StrictParser().parseMessage(message));
    assertThat(refusal.getErrorCode()).isEqualTo(ResponseCode.BAD_REQUEST);
    assertThat(refusal.getMid()).isEqualTo(7);
    assertThat(refusal.isConfirmable()).isTrue();
  }

  @Test
  void what_is_too_short_for_a_header_is_not_even_looked_at() {
    InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5684);
    List<Integer> read = new ArrayList<>();
    RawDataChannel door = StrictParser.before(message -> read.add(message.getSize()));

    for (int size = 0; size <= 4; size++) {
      door.receiveData(
          RawData.inbound(new byte[size], new AddressEndpointContext(here), false, 0, here));
    }

    assertThat(read).containsExactly(4);
  }

  @Test
  void a_payload_of_a_whole_block_is_none() {
    byte[] octets = HexFormat.of().parseHex(TOO_LARGE + "00".repeat(16));
    Message message = new StrictParser().parseMessage(octets);
    assertThat(message.getPayloadSize()).isEqualTo(16);
  }
}
