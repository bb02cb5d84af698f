package io.firmament.certs;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a device proves who it is in the DTLS handshake. */
public enum CredentialKind {
  /** A pre-shared key of 32 random octets (RFC 4279); its identity is the device's id. */
  PSK,
  /** A raw public key on P-256 (RFC 7250), which the server has registered for the device. */
  RPK,
  /** A certificate of the product's authority, with the device's id in it ({@link DeviceName}). */
  X509;

  /**
   * The kind that a person named.
   *
   * @param name the kind in any case: {@code psk}
   * @throws CredentialException when there is no such kind
   */
  public static CredentialKind named(String name) throws CredentialException {
    for (CredentialKind kind : values()) {
      if (kind.name().equalsIgnoreCase(name)) {
        return kind;
      }
    }
    throw new CredentialException(
        "there is no kind of credential '" + name + "'", "choose one of: " + names());
  }

  /** As people write it: {@code psk}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static String names() {
    return Arrays.stream(values()).map(CredentialKind::label).collect(Collectors.joining(", "));
  }
}
