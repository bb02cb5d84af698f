package io.firmament.server.coap;

import io.firmament.protocol.codec.CommandCodec;
import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.codec.HelloCodec;
import io.firmament.protocol.codec.OfferCodec;
import io.firmament.protocol.message.Cancel;
import io.firmament.protocol.message.EndSession;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.Hello;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.Paths;
import io.firmament.protocol.message.Reset;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.app.DeviceLink;
import io.firmament.server.app.UnreachableException;
import io.firmament.server.app.UnreachableException.Why;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;

/** What the cloud asks of devices (docs/protocol.md, "Cloud to device"). */
final class DtlsLink implements DeviceLink {
  private static final byte[] NOTHING = new byte[0];

  /** Characters of a device's diagnostic that are shown to people. */
  private static final int MOST_SHOWN = 100;

  private final PushChannel channel;

  DtlsLink(PushChannel channel) {
    this.channel = channel;
  }

  @Override
  public CompletionStage<OfferReply> offer(DeviceId device, Offer offer) {
    Request request = request(Code.POST, Paths.OFFER, OfferCodec.encode(offer));
    return channel.send(device, request).thenCompose(answer -> offerReply(device, answer));
  }

  private static CompletionStage<OfferReply> offerReply(DeviceId device, Response answer) {
    if (answer.getCode() == ResponseCode.CHANGED) {
      return CompletableFuture.completedStage(new OfferReply.Accepted());
    }
    if (answer.getCode() != ResponseCode.CONFLICT
        && answer.getCode() != ResponseCode.PRECONDITION_FAILED) {
      return unexpected(device, "2.04, 4.09 or 4.12", answer);
    }
    try {
      return CompletableFuture.completedStage(
          new OfferReply.Refused(CommandCodec.decodeRefusal(answer.getPayload()).reason()));
    } catch (DecodeException e) {
      return malformed(device, e.getMessage());
    }
  }

  @Override
  public CompletionStage<Void> cancel(DeviceId device, Cancel cancel) {
    return changed(device, request(Code.DELETE, Paths.OFFER, CommandCodec.encode(cancel)));
  }

  @Override
  public CompletionStage<Void> force(DeviceId device, boolean on) {
    return changed(device, request(Code.PUT, Paths.FORCE, CommandCodec.encodeSwitch(on)));
  }

  @Override
  public CompletionStage<Void> pending(DeviceId device, boolean on) {
    return changed(device, request(Code.PUT, Paths.PENDING, CommandCodec.encodeSwitch(on)));
  }

  @Override
  public CompletionStage<Void> reset(DeviceId device, Reset reset) {
    return changed(device, request(Code.POST, Paths.RESET, CommandCodec.encode(reset)));
  }

  @Override
  public CompletionStage<Void> endSession(DeviceId device, EndSession endSession) {
    return changed(device, request(Code.POST, Paths.END_SESSION, CommandCodec.encode(endSession)));
  }

  @Override
  public CompletionStage<FullHello> describe(DeviceId device) {
    return describe(device, 0, new ByteArrayOutputStream());
  }

  /** Block by block, where the full hello does not fit one (RFC 7959 section 2.4). */
  private CompletionStage<FullHello> describe(
      DeviceId device, int number, ByteArrayOutputStream before) {
    Request request = request(Code.GET, Paths.DESCRIBE, NOTHING);
    if (number > 0) {
      request.getOptions().setBlock2(new Block(number, Block.MAX_BYTES, false).option());
    }
    return channel
        .send(device, request)
        .thenCompose(answer -> described(device, number, before, answer));
  }

  private CompletionStage<FullHello> described(
      DeviceId device, int number, ByteArrayOutputStream before, Response answer) {
    if (answer.getCode() != ResponseCode.CONTENT) {
      return unexpected(device, "2.05", answer);
    }
    before.writeBytes(answer.getPayload());
    if (answer.getOptions().hasBlock2() && answer.getOptions().getBlock2().isM()) {
      boolean inOrder = answer.getOptions().getBlock2().getOffset() == number * Block.MAX_BYTES;
      return inOrder
              && before.size() == (number + 1) * Block.MAX_BYTES
              && before.size() < HelloCodec.MAX_OCTETS
          ? describe(device, number + 1, before)
          : malformed(device, "a full hello in other blocks than asked for");
    }
    try {
      Hello hello = HelloCodec.decode(before.toByteArray());
      return hello instanceof FullHello full
          ? CompletableFuture.completedStage(full)
          : malformed(device, "expected a full hello, found a short one");
    } catch (DecodeException e) {
      return malformed(device, e.getMessage());
    }
  }

  @Override
  public CompletionStage<Void> ping(DeviceId device) {
    return channel.ping(device);
  }

  @Override
  public void disconnect(DeviceId device) {
    channel.disconnect(device);
  }

  private CompletionStage<Void> changed(DeviceId device, Request request) {
    return channel
        .send(device, request)
        .thenCompose(
            answer ->
                answer.getCode() == ResponseCode.CHANGED
                    ? CompletableFuture.completedStage(null)
                    : unexpected(device, "2.04", answer));
  }

  private static Request request(Code code, String path, byte[] payload) {
    Request request = new Request(code);
    request.getOptions().addUriPath(path);
    if (code == Code.DELETE) {
      request
          .setUnintendedPayload(); // RFC 7252 leaves a DELETE's payload undefined; here it is not
    }
    request.setPayload(payload);
    return request;
  }

  private static <T> CompletionStage<T> unexpected(
      DeviceId device, String expected, Response answer) {
    return malformed(
        device, "expected " + expected + ", found " + answer.getCode() + diagnostic(answer));
  }

  /**
   * What the device says of it to people (RFC 7252 section 5.5.2), as far as it is safe to show.
   */
  private static String diagnostic(Response answer) {
    String said =
        new String(answer.getPayload(), StandardCharsets.US_ASCII).replaceAll("[^ -~]", "?");
    return said.isEmpty() ? "" : ", " + said.substring(0, Math.min(said.length(), MOST_SHOWN));
  }

  private static <T> CompletionStage<T> malformed(DeviceId device, String detail) {
    return CompletableFuture.failedStage(
        new UnreachableException(device, Why.MALFORMED_ANSWER, detail));
  }
}
