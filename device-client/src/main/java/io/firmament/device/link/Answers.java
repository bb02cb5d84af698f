package io.firmament.device.link;

import java.util.Arrays;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;

/** Answers to the cloud; of one that is larger than a block, the block that was asked for. */
final class Answers {
  private static final int MAX_SZX = 6;

  private Answers() {}

  /**
   * An answer. Block2 is in it where the request has it or the content needs it (RFC 7959 section
   * 2.4); behind the end 4.02 is answered.
   */
  static Response of(Request request, ResponseCode code, byte[] content) {
    BlockOption asked = request.getOptions().getBlock2();
    BlockOption block =
        asked == null
            ? new BlockOption(MAX_SZX, false, 0)
            : new BlockOption(Math.min(asked.getSzx(), MAX_SZX), false, asked.getNum());
    int from = block.getOffset();
    if (asked == null && content.length <= block.getSize()) {
      return response(code, content);
    }
    if (from > 0 && from >= content.length) {
      return new Response(ResponseCode.BAD_OPTION);
    }
    int to = Math.min(content.length, from + block.getSize());
    Response part = response(code, Arrays.copyOfRange(content, from, to));
    part.getOptions().setBlock2(block.getSzx(), to < content.length, block.getNum());
    return part;
  }

  private static Response response(ResponseCode code, byte[] payload) {
    Response response = new Response(code);
    response.setPayload(payload);
    return response;
  }
}
