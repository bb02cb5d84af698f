package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ClientHello that names no cipher suite that Scandium knows (docs/fuzzing.md). */
class UnknownSuiteTest {
  /** Reserved, so that it never becomes a known one (RFC 8701 section 2). */
  private static final int GREASE = 0xCACA;

  private static final int SESSION_ID_OCTETS = 32;

  /** RFC 5246 sections 6.2.1 and 7.2. */
  private static final int ALERT = 21;

  private static final int FATAL = 2;

  @TempDir private Path directory;
  private DoorFixture door;
  private RawSocket stranger;

  @BeforeEach
  void open() throws IOException {
    door = new DoorFixture(directory).start();
    stranger = new RawSocket(door.endpoint().address());
  }

  @AfterEach
  void close() {
    stranger.close();
    door.close();
  }

  @Test
  void it_ends_in_an_alert_and_leaves_nothing() throws IOException {
    endsInAnAlert(RawClientHello.proposing(GREASE, new byte[0]));
    nothingIsLeft();
  }

  /** Then it is looked at after the session was. */
  @Test
  void so_it_does_when_it_asks_for_a_session_that_is_not_there() throws IOException {
    endsInAnAlert(RawClientHello.proposing(GREASE, new byte[SESSION_ID_OCTETS]));
    nothingIsLeft();
  }

  /** The next datagram after the ClientHello was said again with its cookie is a fatal alert. */
  private void endsInAnAlert(byte[] hello) throws IOException {
    stranger.send(stranger.withCookie(hello));
    byte[] alert = stranger.receive();
    assertThat(alert).as("an alert's record").hasSize(15).startsWith(ALERT);
    assertThat(alert[13]).as("its level").isEqualTo((byte) FATAL);
  }

  private void nothingIsLeft() {
    await()
        .untilAsserted(
            () -> {
              assertThat(door.endpoint().handshakes()).isZero();
              assertThat(door.endpoint().connections()).isZero();
            });
    assertThat(door.device().post("h", DoorFixture.hello()).getCode())
        .isEqualTo(ResponseCode.CHANGED);
  }
}
