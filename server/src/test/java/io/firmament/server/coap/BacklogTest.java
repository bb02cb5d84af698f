package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.elements.RawDataChannel;
import org.junit.jupiter.api.Test;

/** Messages that nobody gets round to wait, but not without end. */
class BacklogTest {
  private static final InetSocketAddress HERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 5684);
  private static final RawData MESSAGE =
      RawData.inbound(new byte[4], new AddressEndpointContext(HERE), false, 0, HERE);

  @Test
  void message_beyond_the_limit_is_dropped_and_taken_once_there_is_room() {
    int most = CoapSettings.at(HERE).maxBacklog();
    List<RawData> waiting = new ArrayList<>();
    RawDataChannel door = new Backlog(most, waiting::size).before(waiting::add);

    for (int i = 0; i < most + 1; i++) {
      door.receiveData(MESSAGE);
    }
    assertThat(waiting).hasSize(20_000);

    waiting.remove(0);
    door.receiveData(MESSAGE);
    assertThat(waiting).hasSize(20_000);
  }
}
