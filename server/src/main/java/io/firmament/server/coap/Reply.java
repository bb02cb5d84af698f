package io.firmament.server.coap;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.coap.option.StandardOptionRegistry;

/**
 * What a request is answered with. No ETag, no Content-Format: options that vary cost octets and
 * break standard clients.
 *
 * @param code the response code
 * @param payload the octets; may be none
 * @param block which block the payload is, if it is one
 * @param wholeBytes the size of the whole, where it was asked for (Size2)
 * @param maxAgeSeconds after which the device may ask again; empty for the option's default
 * @param endsSession whether the device's DTLS session ends after the answer
 * @param echo what the device is to repeat its request with (RFC 9175); empty for nothing
 */
@SuppressWarnings("ArrayRecordComponent")
record Reply(
    ResponseCode code,
    byte[] payload,
    Optional<Block> block,
    OptionalLong wholeBytes,
    OptionalLong maxAgeSeconds,
    boolean endsSession,
    Optional<byte[]> echo) {
  private static final byte[] NOTHING = new byte[0];

  /** 4.04. */
  static final Reply ABSENT = of(ResponseCode.NOT_FOUND, NOTHING);

  /** 5.03 for a second: too much waits already. */
  static final Reply BUSY = busy(Duration.ofSeconds(1));

  /** 5.00: a mistake or a failed disk on this side. */
  static final Reply FAILED = of(ResponseCode.INTERNAL_SERVER_ERROR, NOTHING);

  /** 4.03, for now. */
  static final Reply FORBIDDEN = of(ResponseCode.FORBIDDEN, NOTHING);

  /** 4.03, and the session ends. */
  static final Reply DENIED =
      new Reply(
          ResponseCode.FORBIDDEN,
          NOTHING,
          Optional.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          true,
          Optional.empty());

  static Reply of(ResponseCode code, byte[] payload) {
    return new Reply(
        code,
        payload,
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        false,
        Optional.empty());
  }

  /** 4.01: the request is to be repeated with this, to prove the device's address. */
  static Reply challenge(byte[] echo) {
    return new Reply(
        ResponseCode.UNAUTHORIZED,
        NOTHING,
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        false,
        Optional.of(echo));
  }

  /** 2.04 with this payload, or an empty one. */
  static Reply changed(byte[] payload) {
    return of(ResponseCode.CHANGED, payload);
  }

  /** 2.04 without a payload. */
  static Reply changed() {
    return changed(NOTHING);
  }

  /** 2.05. */
  static Reply content(byte[] payload) {
    return of(ResponseCode.CONTENT, payload);
  }

  /** 2.05 with a block. */
  static Reply content(byte[] payload, Block block, OptionalLong wholeBytes) {
    return new Reply(
        ResponseCode.CONTENT,
        payload,
        Optional.of(block),
        wholeBytes,
        OptionalLong.empty(),
        false,
        Optional.empty());
  }

  /** 4.29 (RFC 8516): not before so long, in whole seconds. */
  static Reply tooMany(Duration wait) {
    return later(ResponseCode.TOO_MANY_REQUESTS, wait);
  }

  /** 5.03: not before so long, in whole seconds. */
  static Reply busy(Duration wait) {
    return later(ResponseCode.SERVICE_UNAVAILABLE, wait);
  }

  private static Reply later(ResponseCode code, Duration wait) {
    return new Reply(
        code,
        NOTHING,
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.of(wait.plusMillis(999).toSeconds()),
        false,
        Optional.empty());
  }

  /** The message; its type follows from the request's: an ACK for a CON, a NON for a NON. */
  Response message() {
    Response response = new Response(code);
    response.setPayload(payload);
    block.ifPresent(b -> response.getOptions().setBlock2(b.option().getValue()));
    wholeBytes.ifPresent(bytes -> response.getOptions().setSize2((int) bytes));
    maxAgeSeconds.ifPresent(response.getOptions()::setMaxAge);
    echo.map(StandardOptionRegistry.ECHO::create).ifPresent(response.getOptions()::addOtherOption);
    return response;
  }
}
