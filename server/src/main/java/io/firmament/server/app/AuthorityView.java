package io.firmament.server.app;

import io.firmament.protocol.value.Digest;
import java.time.Instant;

/**
 * A product's authority, to be shown.
 *
 * @param key its name here: SHA-256 over the SubjectPublicKeyInfo of its key
 * @param subject the name in its certificate
 * @param notAfter the end of its validity
 * @param addedAt since when it vouches for devices
 */
public record AuthorityView(Digest key, String subject, Instant notAfter, Instant addedAt) {
  static AuthorityView of(Authorities.Trusted authority) {
    return new AuthorityView(
        authority.key(),
        authority.certificate().subject(),
        authority.certificate().notAfter(),
        authority.stored().addedAt());
  }
}
