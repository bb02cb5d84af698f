package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handshake messages that claim to be large, or never get whole (RFC 6347 section 4.2.3). */
class HandshakeBombTest {
  /** TLS_PSK_WITH_AES_128_CCM_8. */
  private static final int SUITE = 0xC0A8;

  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;
  private static final int SERVER_HELLO_DONE = 14;
  private static final int CLIENT_KEY_EXCHANGE = 16;

  /** docs/operations.md, "Limits". */
  private static final int LARGEST = 4096;

  private static final int SIXTEEN_MEGABYTES = 0xFFFFFF;

  @TempDir private Path directory;
  private DoorFixture door;
  private RawSocket stranger;
  private int records = 2;

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
  void hello_that_claims_sixteen_megabytes_is_passed_over() throws IOException {
    byte[] hello = RawClientHello.proposing(SUITE, new byte[0]);

    stranger.send(claiming(hello, SIXTEEN_MEGABYTES));

    isNotAnswered();
    nothingIsLeft();
    othersNoticeNothing();
  }

  @Test
  void hello_with_a_cookie_that_claims_sixteen_megabytes_is_passed_over() throws IOException {
    byte[] hello = stranger.withCookie(RawClientHello.proposing(SUITE, new byte[0]));

    stranger.send(claiming(hello, SIXTEEN_MEGABYTES));

    isNotAnswered();
    nothingIsLeft();
    othersNoticeNothing();
  }

  @Test
  void message_of_one_octet_more_than_is_taken_ends_the_handshake() throws IOException {
    beginHandshake();

    stranger.send(fragment(LARGEST + 1, 0));

    assertThat(nextAlert()).as("an alert").isTrue();
    nothingIsLeft();
    othersNoticeNothing();
  }

  @Test
  void message_of_the_largest_size_that_never_gets_whole_bothers_nobody() throws IOException {
    beginHandshake();

    for (int offset = 0; offset < LARGEST; offset += 2) {
      stranger.send(fragment(LARGEST, offset));
    }

    othersNoticeNothing();
    assertThat(door.endpoint().handshakes()).isLessThanOrEqualTo(1);
  }

  /** Up to the server's ServerHelloDone. */
  private void beginHandshake() throws IOException {
    stranger.send(stranger.withCookie(RawClientHello.proposing(SUITE, new byte[0])));
    byte[] flight = stranger.receive();
    assertThat(flight[0]).isEqualTo((byte) HANDSHAKE);
    assertThat(flight[flight.length - 12]).as("the end of it").isEqualTo((byte) SERVER_HELLO_DONE);
  }

  /** The same hello as the first fragment of a much larger one. */
  private static byte[] claiming(byte[] hello, int length) {
    byte[] claiming = hello.clone();
    put24(claiming, 14, length);
    return claiming;
  }

  /** One octet of a ClientKeyExchange. */
  private byte[] fragment(int length, int offset) {
    ByteBuffer record = ByteBuffer.allocate(13 + 12 + 1);
    record.put((byte) HANDSHAKE).putShort((short) 0xFEFD).putLong(records++);
    record.putShort((short) 13).put((byte) CLIENT_KEY_EXCHANGE);
    record.position(17).putShort((short) 2);
    put24(record.array(), 14, length);
    put24(record.array(), 19, offset);
    put24(record.array(), 22, 1);
    return record.array();
  }

  private static void put24(byte[] into, int at, int number) {
    into[at] = (byte) (number >> 16);
    into[at + 1] = (byte) (number >> 8);
    into[at + 2] = (byte) number;
  }

  private boolean nextAlert() throws IOException {
    byte[] next = stranger.receive();
    while (next[0] == HANDSHAKE) {
      next = stranger.receive(); // What the server said before, once more.
    }
    return next[0] == ALERT;
  }

  /** What is answered at all is answered before a later handshake of somebody else. */
  private void isNotAnswered() throws IOException {
    othersNoticeNothing();
    assertThat(stranger.pending()).as("an answer").isEmpty();
  }

  private void nothingIsLeft() {
    await().untilAsserted(() -> assertThat(door.endpoint().handshakes()).isZero());
  }

  private void othersNoticeNothing() {
    try (TestDevice other =
        new TestDevice(door.endpoint().address(), DoorFixture.OTHER, DoorFixture.OTHER_KEY)) {
      assertThat(other.post("h", DoorFixture.hello()).getCode()).isEqualTo(ResponseCode.CHANGED);
    }
  }
}
