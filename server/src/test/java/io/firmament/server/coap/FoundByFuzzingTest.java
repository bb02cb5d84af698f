package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the fuzzer of the door has found (docs/fuzzing.md). */
class FoundByFuzzingTest {
  /** CON GET t with Size2 84848484. */
  private static final String LARGE_NUMBER = "42010001" + "4142" + "b174" + "d404" + "84848484";

  /**
   * A ClientHello that offers a cipher suite of TLS 1.3 and nothing else, and a session to resume.
   */
  private static final String UNKNOWN_SUITE =
      "16fefd00000000000000000069"
          + "0100005d000000000000005d"
          + "fefd"
          + "00".repeat(32)
          + "20"
          + "01".repeat(32)
          + "00"
          + "00021301"
          + "0100"
          + "0011"
          + "00170000000a0004000200170036000100";

  @Test
  void a_number_above_2_to_the_31_in_an_option_is_no_mistake_of_the_server(@TempDir Path directory)
      throws Exception {
    try (FuzzedDoor door = new FuzzedDoor(directory)) {
      door.message(HexFormat.of().parseHex(LARGE_NUMBER));
    }
  }

  @Test
  void a_hello_without_a_known_cipher_suite_leaves_no_handshake_behind(@TempDir Path directory)
      throws Exception {
    byte[] hello = HexFormat.of().parseHex(UNKNOWN_SUITE);
    byte[] input = new byte[hello.length + 2];
    input[1] = (byte) hello.length;
    System.arraycopy(hello, 0, input, 2, hello.length);
    try (FuzzedDoor door = new FuzzedDoor(directory)) {
      door.datagrams(input);
      await().untilAsserted(() -> assertThat(door.handshakes()).isZero());
    }
  }
}
