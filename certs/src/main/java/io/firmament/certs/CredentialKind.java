package io.firmament.certs;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a device proves who it is in the DTLS handshake. */
public enum CredentialKind {
  /** A pre-shared key of 32 random octets (RFC 4279); its identity is the device's id. */
  PSK;

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

  private static String names() {
    return Arrays.stream(values())
        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
