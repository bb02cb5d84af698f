package io.firmament.certs;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks chains of certificates (RFC 5280 section 6), without revocation lists. */
final class PathCheck {
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int NO_AUTHORITY = -1;
  private static final String ANY_PURPOSE = "2.5.29.37.0";

  private final X509Certificate anchor;

  /**
   * @param anchor the one authority that is trusted
   */
  PathCheck(X509Certificate anchor) {
    this.anchor = anchor;
  }

  /**
   * What the anchor has to vouch for: the chain up to the anchor itself, which may be shown too.
   *
   * @return empty when there is nothing to check, or too much
   */
  Optional<List<X509Certificate>> path(List<X509Certificate> shown) {
    List<X509Certificate> path = shown.stream().takeWhile(c -> !c.equals(anchor)).toList();
    return path.isEmpty() || shown.size() > Certificates.MAX_CHAIN
        ? Optional.empty()
        : Optional.of(path);
  }

  /** What is wrong with a path up to the anchor; empty for nothing. */
  Optional<CertificateFault> fault(List<X509Certificate> path, Instant now) {
    try {
      PKIXParameters rules = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
      rules.setRevocationEnabled(false);
      rules.setDate(Date.from(now));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), rules);
      return Optional.empty();
    } catch (CertPathValidatorException e) {
      return Optional.of(fault(e));
    } catch (CertificateException | InvalidAlgorithmParameterException e) {
      return Optional.of(CertificateFault.NOT_TRUSTED);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has PKIX", e);
    }
  }

  private static CertificateFault fault(CertPathValidatorException e) {
    if (e.getReason() == BasicReason.EXPIRED) {
      return CertificateFault.EXPIRED;
    }
    return e.getReason() == BasicReason.NOT_YET_VALID
        ? CertificateFault.NOT_YET_VALID
        : CertificateFault.NOT_TRUSTED;
  }

  /**
   * What is wrong with the holder's own certificate; empty for nothing.
   *
   * @param purpose the object identifier of what it is used for; a certificate that names no
   *     purpose may be used for all
   */
  static Optional<CertificateFault> holderFault(X509Certificate holder, String purpose) {
    if (!isP256(holder.getPublicKey())) {
      return Optional.of(CertificateFault.WRONG_KEY);
    }
    try {
      boolean[] usage = holder.getKeyUsage();
      List<String> purposes = holder.getExtendedKeyUsage();
      boolean good =
          holder.getBasicConstraints() == NO_AUTHORITY
              && (usage == null || usage[DIGITAL_SIGNATURE])
              && (purposes == null || purposes.contains(purpose) || purposes.contains(ANY_PURPOSE));
      return good ? Optional.empty() : Optional.of(CertificateFault.WRONG_USAGE);
    } catch (CertificateParsingException e) {
      return Optional.of(CertificateFault.WRONG_USAGE);
    }
  }

  static boolean isP256(PublicKey key) {
    return key instanceof ECPublicKey ec && KeyPairs.isP256(ec.getParams());
  }
}
