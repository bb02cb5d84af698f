package io.firmament.conformance.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.firmament.server.coap.FuzzedDoor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * The door to the devices. Datagrams that come out of nowhere end in the DTLS record layer or in a
 * handshake; so where the first octet is even, the rest is a CoAP message that an authenticated
 * device has sent. Where its second bit is set, the rest says how such a message is composed, or
 * the lengths in records are set right: a fuzzer does not guess them.
 */
class DoorFuzzTest {
  private static FuzzedDoor door;

  @BeforeAll
  static void the_door_is_opened(@TempDir Path directory) throws IOException {
    door = new FuzzedDoor(directory);
  }

  @AfterAll
  static void it_is_closed() throws IOException {
    door.close();
  }

  @FuzzTest(maxDuration = "10m")
  void datagrams(byte[] input) throws Exception {
    if (input.length == 0) {
      return;
    }
    byte[] octets = Arrays.copyOfRange(input, 1, input.length);
    switch (input[0] & 3) {
      case 0 -> door.message(octets);
      case 1 -> door.datagrams(octets);
      case 2 -> door.message(ComposedRequest.composed(octets));
      default -> door.datagrams(MendedRecords.mended(octets));
    }
  }
}
