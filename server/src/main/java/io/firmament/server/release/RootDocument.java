package io.firmament.server.release;

import java.time.Instant;
import java.util.Base64;

/**
 * A published root document: it says whom devices believe.
 *
 * @param number its number
 * @param base64 its octets, as they were signed
 * @param publishedAt when
 * @param publishedBy who
 */
public record RootDocument(long number, String base64, Instant publishedAt, String publishedBy) {
  /** A document that was just published. */
  public static RootDocument of(long number, byte[] signed, Instant at, String by) {
    return new RootDocument(number, Base64.getEncoder().encodeToString(signed), at, by);
  }

  /** Its octets, a fresh copy. */
  public byte[] signed() {
    return Base64.getDecoder().decode(base64);
  }
}
