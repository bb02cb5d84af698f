package io.firmament.server.app;

import java.util.Optional;

/** What an operator brings for a device to be believed by; not yet checked. */
public sealed interface NewCredential {
  /**
   * A pre-shared key.
   *
   * @param hex 16 to 64 octets in hexadecimal digits
   */
  record SharedKey(String hex) implements NewCredential {
    @Override
    public String toString() {
      return "SharedKey[…]";
    }
  }

  /**
   * A raw public key.
   *
   * @param pem one PEM block {@code PUBLIC KEY}, on P-256
   */
  record PublicKey(String pem) implements NewCredential {}

  /**
   * A certificate of the product's authority.
   *
   * @param pem the only certificate that counts, as PEM; empty for any that names the device
   */
  record Certificate(Optional<String> pem) implements NewCredential {}
}
