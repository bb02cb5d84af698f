package io.firmament.server.device;

import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.InvalidValueException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a device is registered with: the one thing by which it is believed. A device without any is
 * let in by a certificate of its own product's authority. Kept apart from what is ever shown; the
 * names of the records are in the store.
 */
public sealed interface Credential {
  /** What people call the kind: {@code psk}, {@code rpk} or {@code x509}. */
  String label();

  /** What a session remembers of it; empty where the peer's certificate decides. */
  Optional<Fingerprint> fingerprint();

  /**
   * A pre-shared key (RFC 4279).
   *
   * @param keyHex 16 to 64 octets
   */
  record SharedKey(String keyHex) implements Credential {
    private static final int MIN_DIGITS = 32;
    private static final int MAX_DIGITS = 128;

    /**
     * @throws InvalidValueException when the key is not as described; it is not shown
     */
    public SharedKey {
      boolean sized = keyHex.length() >= MIN_DIGITS && keyHex.length() <= MAX_DIGITS;
      if (!sized || keyHex.length() % 2 != 0 || !keyHex.matches("[0-9a-f]+")) {
        throw new InvalidValueException(
            "pre-shared key",
            "16 to 64 octets in lower-case hexadecimal digits",
            keyHex.length() + " characters");
      }
    }

    /** The key, a fresh copy. */
    public byte[] octets() {
      return HexFormat.of().parseHex(keyHex);
    }

    @Override
    public String label() {
      return "psk";
    }

    @Override
    public Optional<Fingerprint> fingerprint() {
      return Optional.of(Fingerprint.ofPsk(octets()));
    }

    @Override
    public String toString() {
      return "SharedKey[…]";
    }
  }

  /**
   * A raw public key (RFC 7250).
   *
   * @param key SHA-256 over its SubjectPublicKeyInfo
   */
  record RawKey(Digest key) implements Credential {
    @Override
    public String label() {
      return "rpk";
    }

    @Override
    public Optional<Fingerprint> fingerprint() {
      return Optional.of(Fingerprint.ofRawKey(key));
    }
  }

  /**
   * A certificate of the product's authority.
   *
   * @param key SHA-256 over the SubjectPublicKeyInfo of the only certificate that counts; empty for
   *     any that names the device
   */
  record Certified(Optional<Digest> key) implements Credential {
    @Override
    public String label() {
      return "x509";
    }

    @Override
    public Optional<Fingerprint> fingerprint() {
      return Optional.empty();
    }
  }
}
