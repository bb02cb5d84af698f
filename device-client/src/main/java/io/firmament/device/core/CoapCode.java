package io.firmament.device.core;

/**
 * The response codes that device and cloud use, as on the wire: class in the upper 3 bits, detail
 * in the lower 5 (RFC 7252 section 3).
 */
public final class CoapCode {
  /** 2.04 Changed. */
  public static final int CHANGED = 0x44;

  /** 2.05 Content. */
  public static final int CONTENT = 0x45;

  /** 4.00 Bad Request. */
  public static final int BAD_REQUEST = 0x80;

  /** 4.03 Forbidden. */
  public static final int FORBIDDEN = 0x83;

  /** 4.04 Not Found. */
  public static final int NOT_FOUND = 0x84;

  /** 4.05 Method Not Allowed. */
  public static final int NOT_ALLOWED = 0x85;

  /** 4.09 Conflict (RFC 8132 section 2.3.2). */
  public static final int CONFLICT = 0x89;

  /** 4.12 Precondition Failed. */
  public static final int PRECONDITION_FAILED = 0x8C;

  /** 4.29 Too Many Requests (RFC 8516). */
  public static final int TOO_MANY = 0x9D;

  /** 5.00 Internal Server Error. */
  public static final int SERVER_ERROR = 0xA0;

  /** 5.03 Service Unavailable. */
  public static final int UNAVAILABLE = 0xA3;

  private CoapCode() {}

  /** Whether the request was done: class 2. */
  public static boolean isSuccess(int code) {
    return code >> 5 == 2;
  }

  /** Whether the cloud could not do what it should: class 5. */
  public static boolean isServerError(int code) {
    return code >> 5 == 5;
  }

  /** As people write it: {@code 4.09}. */
  public static String text(int code) {
    return "%d.%02d".formatted(code >> 5, code & 31);
  }
}
