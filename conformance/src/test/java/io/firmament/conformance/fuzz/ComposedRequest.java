package io.firmament.conformance.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A CoAP message that is well-formed whatever it says (RFC 7252 section 3): options in their order,
 * and each as long as it claims.
 *
 * <p>Composed of {type and code, path, then options of {which, length, value}, then {@value
 * #PAYLOAD} and the payload}.
 */
final class ComposedRequest {
  /** In the place of an option: the payload follows. */
  static final int PAYLOAD = 0xFF;

  private static final List<String> PATHS =
      List.of("h", "m/AAAAAAAAAAAA", "k/1", "b/AAAAAAAAAAAA", "s", "e/temperature", "x", "t");

  /**
   * If-Match, Uri-Host, ETag, If-None-Match, Observe, Uri-Port, Uri-Path, Content-Format, Max-Age,
   * Uri-Query, Accept, Block2, Block1, Size2, Size1, Echo, No-Response, Request-Tag, one that is
   * critical, and one that is not.
   */
  private static final int[] OPTIONS = {
    1, 3, 4, 5, 6, 7, 11, 12, 14, 15, 17, 23, 27, 28, 60, 252, 258, 292, 65_001, 65_000
  };

  private static final int URI_PATH = 11;
  private static final byte[] TOKEN = {'A', 'B'};

  private final SortedMap<Integer, List<byte[]>> options = new TreeMap<>();
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();

  private ComposedRequest() {}

  static byte[] composed(byte[] input) {
    ComposedRequest request = new ComposedRequest();
    request.compose(ByteBuffer.wrap(input));
    return request.message.toByteArray();
  }

  private void compose(ByteBuffer input) {
    int kind = next(input);
    // Version 1, a type, a code of class 0; the message id is set by the door.
    message.write(0x40 | (kind & 3) << 4 | TOKEN.length);
    message.write(kind >> 2 & 7);
    message.write(0);
    message.write(0);
    message.writeBytes(TOKEN);
    for (String segment : PATHS.get(next(input) % PATHS.size()).split("/")) {
      add(URI_PATH, segment.getBytes(StandardCharsets.US_ASCII));
    }
    readOptions(input);
    writeOptions();
    if (input.hasRemaining()) {
      message.write(PAYLOAD);
      message.write(input.array(), input.position(), input.remaining());
    }
  }

  private void readOptions(ByteBuffer input) {
    int which = input.hasRemaining() ? next(input) : PAYLOAD;
    while (which != PAYLOAD) {
      byte[] value = new byte[Math.min(next(input), input.remaining())];
      input.get(value);
      add(OPTIONS[which % OPTIONS.length], value);
      which = input.hasRemaining() ? next(input) : PAYLOAD;
    }
  }

  private static int next(ByteBuffer input) {
    return input.hasRemaining() ? input.get() & 0xFF : 0;
  }

  private void add(int option, byte[] value) {
    options.computeIfAbsent(option, any -> new ArrayList<>()).add(value);
  }

  private void writeOptions() {
    int last = 0;
    for (var option : options.entrySet()) {
      for (byte[] value : option.getValue()) {
        int delta = option.getKey() - last;
        message.write(nibble(delta) << 4 | nibble(value.length));
        extension(delta);
        extension(value.length);
        message.writeBytes(value);
        last = option.getKey();
      }
    }
  }

  private static int nibble(int number) {
    return number < 13 ? number : number < 269 ? 13 : 14;
  }

  private void extension(int number) {
    if (number >= 269) {
      message.write(number - 269 >> 8);
      message.write(number - 269);
    } else if (number >= 13) {
      message.write(number - 13);
    }
  }
}
