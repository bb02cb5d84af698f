package io.firmament.certs;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A device's name in its certificate: the URI {@code urn:firmament:device:} and its id, 24
 * hexadecimal digits in lower case, as a subject alternative name (RFC 5280 section 4.2.1.6).
 */
public final class DeviceName {
  /** What comes before the id. */
  public static final String PREFIX = "urn:firmament:device:";

  private static final String ID = "[0-9a-f]{24}";
  private static final int URI = 6;

  private DeviceName() {}

  /** The URI of a device. */
  static String uri(String deviceId) {
    return PREFIX + deviceId;
  }

  /**
   * The device that a certificate is for; empty where it names none, several, or one in another
   * spelling. Names of other kinds may stand beside it.
   */
  static Optional<String> in(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      if (names == null) {
        return Optional.empty();
      }
      List<String> devices =
          names.stream()
              .filter(name -> name.get(0).equals(URI))
              .map(name -> (String) name.get(1))
              .filter(uri -> uri.toLowerCase(Locale.ROOT).startsWith(PREFIX))
              .toList();
      return devices.size() == 1 ? id(devices.get(0)) : Optional.empty();
    } catch (CertificateParsingException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> id(String uri) {
    return Optional.of(uri)
        .filter(text -> text.startsWith(PREFIX))
        .map(text -> text.substring(PREFIX.length()))
        .filter(DeviceName::isDeviceId);
  }

  static boolean isDeviceId(String text) {
    return text.matches(ID);
  }

  /**
   * An id as it is written here.
   *
   * @throws CredentialException when it is none
   */
  static String checked(String deviceId) throws CredentialException {
    String id = deviceId.toLowerCase(Locale.ROOT);
    if (!isDeviceId(id)) {
      throw new CredentialException(
          "a device id is 24 hexadecimal digits, but was '" + deviceId + "'",
          "for example 0123456789abcdef01234567");
    }
    return id;
  }
}
