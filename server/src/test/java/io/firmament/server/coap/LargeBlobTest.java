package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.Type;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The largest image (XFR8): 64 MiB in blocks of 1024 octets is 65,536 requests on one session. */
class LargeBlobTest {
  private static final String NAME = "BBBBBBBBBBBB";
  private static final int BLOCKS = 64 * 1024;
  private static final int WINDOW = 16;

  @TempDir private Path directory;
  private DoorFixture door;

  @BeforeEach
  void open() throws Exception {
    door = new DoorFixture(directory).start();
  }

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void message_ids_come_again_and_nobody_minds() throws Exception {
    byte[] blob = new byte[BLOCKS * Block.MAX_BYTES];
    for (int i = 0; i < BLOCKS; i++) {
      blob[i * Block.MAX_BYTES] = (byte) i;
      blob[i * Block.MAX_BYTES + 1] = (byte) (i >> 8);
    }
    door.requests.blob(NAME, blob);
    TestDevice device = door.device();
    device.post("h", DoorFixture.hello());
    Deque<CompletableFuture<Response>> window = new ArrayDeque<>();
    int good = 0;
    for (int next = 0; next < BLOCKS + WINDOW; next++) {
      if (next >= WINDOW) {
        Response answer = window.remove().get(30, TimeUnit.SECONDS);
        int number = answer.getOptions().getBlock2().getNum();
        byte[] octets = answer.getPayload();
        boolean right = octets[0] == (byte) number && octets[1] == (byte) (number >> 8);
        good += number == next - WINDOW && right && octets.length == Block.MAX_BYTES ? 1 : 0;
      }
      if (next < BLOCKS) {
        window.add(device.start(block(next)));
      }
    }

    assertThat(good).isEqualTo(BLOCKS);
    assertThat(device.handshakes()).containsExactly("full");
  }

  private static Request block(int number) {
    Request request = TestDevice.request(Code.GET, "b/" + NAME, new byte[0]);
    request.setType(Type.NON);
    request.getOptions().setBlock2(new Block(number, Block.MAX_BYTES, false).option());
    return request;
  }
}
