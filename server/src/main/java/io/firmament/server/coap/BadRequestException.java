package io.firmament.server.coap;

import io.firmament.protocol.codec.DecodeException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;

/** A request is not what the protocol says. Costs no stack trace: devices can cause it at will. */
final class BadRequestException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int MAX_DIAGNOSTIC = 200;

  private final transient Reply reply;

  private BadRequestException(ResponseCode code, String diagnostic) {
    super(diagnostic, null, false, false);
    byte[] utf8 = diagnostic.getBytes(StandardCharsets.UTF_8);
    this.reply = Reply.of(code, Arrays.copyOf(utf8, Math.min(utf8.length, MAX_DIAGNOSTIC)));
  }

  /** 4.00, with the key and the octet (RFC 7252 section 5.5.2). */
  static BadRequestException of(DecodeException e) {
    return malformed(e.getMessage());
  }

  /** 4.00. */
  static BadRequestException malformed(String diagnostic) {
    return new BadRequestException(ResponseCode.BAD_REQUEST, diagnostic);
  }

  /** 4.02: an option that must be understood, and is not (RFC 7252 section 5.4.1). */
  static BadRequestException option(String diagnostic) {
    return new BadRequestException(ResponseCode.BAD_OPTION, diagnostic);
  }

  /** 4.04. */
  static BadRequestException notFound() {
    return new BadRequestException(ResponseCode.NOT_FOUND, "");
  }

  /** 4.05. */
  static BadRequestException method() {
    return new BadRequestException(ResponseCode.METHOD_NOT_ALLOWED, "");
  }

  /** What the device is answered. */
  Reply reply() {
    return reply;
  }
}
