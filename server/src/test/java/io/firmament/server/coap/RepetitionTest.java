package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.coap.Token;
import org.eclipse.californium.elements.MapBasedEndpointContext.Attributes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Message ids are unique within an association (RFC 7252 section 4.4), and nowhere else. */
class RepetitionTest {
  private static final int MESSAGE_ID = 4711;
  private static final Token TOKEN = new Token(new byte[] {4, 7});

  @TempDir private Path directory;
  private DoorFixture door;
  private UdpRelay relay;
  private TestDevice device;

  @BeforeEach
  void open() throws Exception {
    door = new DoorFixture(directory).start();
    relay = door.relay();
    device = door.device(relay.address());
    say(new Attributes());
    door.requests.forgetCalls();
  }

  @AfterEach
  void close() {
    door.close();
  }

  private void say(Attributes handshake) {
    Request hello = TestDevice.request(Code.POST, "h", DoorFixture.hello());
    hello.setMID(MESSAGE_ID);
    hello.setToken(TOKEN);
    Response answer = device.ask(hello, handshake);
    assertThat(answer.getCode()).isEqualTo(ResponseCode.CHANGED);
  }

  @Test
  void a_message_that_is_repeated_is_answered_again_and_acted_upon_once() {
    say(new Attributes());

    assertThat(door.requests.calls()).isEmpty();
  }

  @Test
  void a_message_that_is_repeated_from_another_address_is_still_a_repetition() {
    relay.rebind();

    say(new Attributes());

    assertThat(door.requests.calls()).isEmpty();
  }

  @Test
  void the_same_message_id_after_an_abbreviated_handshake_is_another_message() {
    say(TestDevice.RESUME);

    assertThat(door.requests.calls()).containsExactly("resume", "hello");
  }

  @Test
  void the_same_message_id_after_a_full_handshake_is_another_message() {
    say(TestDevice.FULL);

    assertThat(door.requests.calls()).containsExactly("handshake", "hello");
  }

  @Test
  void the_same_message_id_of_a_device_that_booted_is_another_message() {
    device.close();
    device = door.device(relay.address());

    say(new Attributes());

    assertThat(door.requests.calls()).containsExactly("handshake", "hello");
  }
}
