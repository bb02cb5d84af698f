package io.firmament.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.server.transfer.Octets;
import java.util.Random;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.CoAP.Type;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.coap.Token;
import org.eclipse.californium.core.network.serialization.UdpDataSerializer;
import org.junit.jupiter.api.Test;

/** What counts as what. */
class WireAccountTest {
  private final WireAccount account = new WireAccount();

  @Test
  void confirmable_message_that_comes_again_is_a_repetition_and_so_is_its_answer() {
    account.received(request(Type.CON, "h", 1, 1), 100);
    account.sent(answer(Type.ACK, 1, 1), 10);
    account.received(request(Type.CON, "h", 1, 1), 100);
    account.sent(answer(Type.ACK, 1, 1), 10);
    account.received(request(Type.CON, "h", 2, 2), 100);

    assertThat(account.bytes().control()).isEqualTo(new Octets(200, 10));
    assertThat(account.bytes().repeated()).isEqualTo(new Octets(100, 10));
  }

  @Test
  void block_is_new_once_and_another_blob_begins_anew() {
    for (int number : new int[] {0, 1, 0}) {
      account.received(block("AAAAAAAAAAAA", number, 10 + number), 50);
      account.sent(part(number, 10 + number), 1000);
    }
    account.received(block("BBBBBBBBBBBB", 0, 20), 50);
    account.sent(part(0, 20), 1000);

    assertThat(account.bytes().firmware()).isEqualTo(new Octets(150, 3000));
    assertThat(account.bytes().repeated()).isEqualTo(new Octets(50, 1000));
  }

  @Test
  void block_that_was_lost_on_its_way_here_is_new_when_it_is_asked_again_and_sent_first() {
    account.received(block("AAAAAAAAAAAA", 5, 1), 50);
    account.received(block("AAAAAAAAAAAA", 5, 2), 50);
    account.sent(part(5, 2), 1000);

    assertThat(account.bytes().firmware()).isEqualTo(new Octets(50, 1000));
    assertThat(account.bytes().repeated()).isEqualTo(new Octets(50, 0));
  }

  @Test
  void part_of_a_manifest_is_control_in_the_middle_of_a_transfer() {
    account.received(block("AAAAAAAAAAAA", 0, 1), 50);
    account.received(request(Type.NON, "m/CCCCCCCCCCCC", 7, 2), 40);
    account.sent(part(0, 2), 900);
    account.sent(part(0, 1), 1000);

    assertThat(account.bytes().control()).isEqualTo(new Octets(40, 900));
    assertThat(account.bytes().firmware()).isEqualTo(new Octets(50, 1000));
  }

  @Test
  void after_a_transfer_a_block_is_new_again() {
    account.received(block("AAAAAAAAAAAA", 0, 1), 50);
    account.forgetBlocks();
    account.received(block("AAAAAAAAAAAA", 0, 2), 50);

    assertThat(account.bytes().firmware().up()).isEqualTo(100);
  }

  @Test
  void block_numbers_of_a_liar_take_no_memory_and_nothing_that_is_no_coap_is_lost() {
    account.received(block("AAAAAAAAAAAA", 1_048_575, 1), 50);
    Random random = new Random(5);
    long octets = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] junk = new byte[random.nextInt(40)];
      random.nextBytes(junk);
      account.received(junk, junk.length);
      account.sent(junk, junk.length);
      octets += junk.length;
    }

    assertThat(account.bytes().total()).isEqualTo(new Octets(octets + 50, octets));
  }

  private static byte[] block(String blob, int number, int token) {
    Request request = new Request(Code.GET, Type.NON);
    request.getOptions().addUriPath("b").addUriPath(blob).setBlock2(6, false, number);
    return octets(request, number & 0xffff, token);
  }

  private static byte[] request(Type type, String path, int mid, int token) {
    Request request = new Request(path.startsWith("m") ? Code.GET : Code.POST, type);
    for (String segment : path.split("/", -1)) {
      request.getOptions().addUriPath(segment);
    }
    return octets(request, mid, token);
  }

  private static byte[] octets(Request request, int mid, int token) {
    request.setMID(mid);
    request.setToken(new Token(new byte[] {0, (byte) token}));
    return new UdpDataSerializer().getByteArray(request);
  }

  private static byte[] part(int number, int token) {
    Response response = new Response(ResponseCode.CONTENT);
    response.setType(Type.NON);
    response.getOptions().setBlock2(6, true, number);
    response.setMID(number + 1000);
    response.setToken(new Token(new byte[] {0, (byte) token}));
    return new UdpDataSerializer().getByteArray(response);
  }

  private static byte[] answer(Type type, int mid, int token) {
    Response response = new Response(ResponseCode.CHANGED);
    response.setType(type);
    response.setMID(mid);
    response.setToken(new Token(new byte[] {0, (byte) token}));
    return new UdpDataSerializer().getByteArray(response);
  }
}
