package io.firmament.server.coap;

import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the fuzzer of the door has found (docs/fuzzing.md). */
class FoundByFuzzingTest {
  /** CON GET t with Size2 84848484. */
  private static final String LARGE_NUMBER = "42010001" + "4142" + "b174" + "d404" + "84848484";

  @Test
  void a_number_above_2_to_the_31_in_an_option_is_no_mistake_of_the_server(@TempDir Path directory)
      throws Exception {
    try (FuzzedDoor door = new FuzzedDoor(directory)) {
      door.message(HexFormat.of().parseHex(LARGE_NUMBER));
    }
  }

  /**
   * There are 65,536 message ids, and each round takes two of them, but the last one: so the last
   * question has an id that a message had.
   */
  @Test
  void a_message_id_that_comes_around_is_no_repetition(@TempDir Path directory) throws Exception {
    byte[] message = HexFormat.of().parseHex("42010001" + "4142" + "b174");
    byte[] tooShort = {0x40};
    try (FuzzedDoor door = new FuzzedDoor(directory)) {
      for (int i = 0; i < 65_536 / 2; i++) {
        door.message(message);
      }
      door.message(tooShort);
    }
  }
}
