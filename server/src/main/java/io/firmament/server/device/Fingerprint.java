package io.firmament.server.device;

import io.firmament.protocol.value.Digest;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which credential a session was made with, so that it cannot be resumed once the device has
 * another one. A digest of a secret is among it: it is kept encrypted and never shown.
 *
 * @param text the kind of credential and a digest of it
 */
public record Fingerprint(String text) {
  private static final String PSK = "psk:";
  private static final String RAW_KEY = "rpk:";
  private static final String X509 = "x509:";
  private static final Pattern CERTIFICATE =
      Pattern.compile(X509 + "([0-9a-f]{64}):([0-9a-f]{64}):(-?[0-9]{1,12})");

  /**
   * What is remembered of a certificate.
   *
   * @param authority SHA-256 over the SubjectPublicKeyInfo of the authority that vouched for it
   * @param key the same over its own
   * @param notAfter the end of its validity, to the second
   */
  public record OfCertificate(Digest authority, Digest key, Instant notAfter) {}

  /** That of a pre-shared key. */
  public static Fingerprint ofPsk(byte[] key) {
    return new Fingerprint(PSK + Digest.of(key).hex());
  }

  /** That of a raw public key. */
  public static Fingerprint ofRawKey(Digest key) {
    return new Fingerprint(RAW_KEY + key.hex());
  }

  /** That of a certificate. */
  public static Fingerprint of(OfCertificate certificate) {
    return new Fingerprint(
        X509
            + certificate.authority().hex()
            + ":"
            + certificate.key().hex()
            + ":"
            + certificate.notAfter().getEpochSecond());
  }

  /** What it says of a certificate; empty where it is of another kind. */
  public Optional<OfCertificate> certificate() {
    if (!text.startsWith(X509)) {
      return Optional.empty(); // asked at every handshake: most need no pattern
    }
    Matcher parts = CERTIFICATE.matcher(text);
    return parts.matches()
        ? Optional.of(
            new OfCertificate(
                new Digest(parts.group(1)),
                new Digest(parts.group(2)),
                Instant.ofEpochSecond(Long.parseLong(parts.group(3)))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "Fingerprint";
  }
}
