package io.firmament.certs;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/**
 * The one name of every installation's server, a DNS name in its certificate. Devices are given
 * addresses that change and pin the authority, so the name says the role and not the host.
 */
final class ServerName {
  static final String NAME = "firmament-server";
  private static final int DNS = 2;

  private ServerName() {}

  static boolean isIn(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names != null
          && names.stream().anyMatch(n -> n.get(0).equals(DNS) && n.get(1).equals(NAME));
    } catch (CertificateParsingException e) {
      return false;
    }
  }
}
