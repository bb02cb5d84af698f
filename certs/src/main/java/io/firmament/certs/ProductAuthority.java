package io.firmament.certs;

import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * The certificate of an authority whose word counts for one product: who has a certificate of it
 * with a device's name in it is that device (RFC 5280, the profile of RFC 7925 section 4.4). There
 * are no revocation lists: a device is denied, or its key is pinned, or the authority goes.
 */
public final class ProductAuthority {
  private static final int KEY_CERT_SIGN = 5;
  private static final int NO_AUTHORITY = -1;

  /** clientAuth (RFC 5280 section 4.2.1.12). */
  private static final String CLIENT = "1.3.6.1.5.5.7.3.2";

  private final X509Certificate certificate;

  private ProductAuthority(X509Certificate certificate) {
    this.certificate = certificate;
  }

  /**
   * Reads what a person brings.
   *
   * @param where where it came from, for the error
   * @param pem one PEM block {@code CERTIFICATE}
   * @param now an authority that has expired is refused
   * @throws CredentialException when it is not the certificate of an authority on P-256
   */
  public static ProductAuthority of(String where, String pem, Instant now)
      throws CredentialException {
    X509Certificate certificate = Certificates.one(PemText.of(where, pem));
    requireAuthority(certificate, where);
    requireP256(certificate.getPublicKey(), where);
    if (now.isAfter(certificate.getNotAfter().toInstant())) {
      throw new CredentialException(
          "the certificate in " + where + " expired at " + certificate.getNotAfter().toInstant(),
          "bring one that is valid");
    }
    return new ProductAuthority(certificate);
  }

  private static void requireAuthority(X509Certificate certificate, String where)
      throws CredentialException {
    boolean[] usage = certificate.getKeyUsage();
    if (certificate.getBasicConstraints() == NO_AUTHORITY
        || usage != null && !usage[KEY_CERT_SIGN]) {
      throw new CredentialException(
          "the certificate in " + where + " is not an authority's: it may not sign others",
          "bring the certificate that has signed those of the devices");
    }
  }

  private static void requireP256(PublicKey key, String where) throws CredentialException {
    if (!PathCheck.isP256(key)) {
      throw new CredentialException(
          "the certificate in " + where + " has a key of " + key.getAlgorithm() + ", not on P-256",
          "devices check ECDSA on P-256 and nothing else: make an authority with such a key");
    }
  }

  /**
   * Reads an authority that was accepted before.
   *
   * @param der its {@link #encoded}
   * @throws CredentialException when it is no certificate
   */
  public static ProductAuthority decoded(byte[] der) throws CredentialException {
    try {
      return new ProductAuthority(Certificates.decoded(der));
    } catch (CertificateException e) {
      throw new CredentialException(
          "a product's authority is damaged: " + e.getMessage(), "restore the last backup", e);
    }
  }

  /** The certificate in DER. */
  public byte[] encoded() {
    return Certificates.encoded(certificate);
  }

  /** SubjectPublicKeyInfo of its key. */
  public byte[] publicKeyEncoded() {
    return certificate.getPublicKey().getEncoded();
  }

  /** The name under which it signs. */
  public String subject() {
    return certificate.getSubjectX500Principal().getName();
  }

  /** The end of its validity. */
  public Instant notAfter() {
    return certificate.getNotAfter().toInstant();
  }

  /** Whether a chain says that this authority has signed it; cheap, and no proof of anything. */
  public boolean isNamedBy(List<X509Certificate> chain) {
    X500Principal self = certificate.getSubjectX500Principal();
    return chain.stream().anyMatch(c -> c.getIssuerX500Principal().equals(self));
  }

  /**
   * Judges what a peer showed.
   *
   * @param shown its certificate first, then those between it and this authority; this authority's
   *     own may be among them
   * @return a {@link DeviceCertificate}, or what is wrong
   */
  public CertificateVerdict judge(List<X509Certificate> shown, Instant now) {
    PathCheck check = new PathCheck(certificate);
    Optional<List<X509Certificate>> path = check.path(shown);
    if (path.isEmpty()) {
      return CertificateFault.BAD_CHAIN;
    }
    if (now.isAfter(notAfter())) {
      return CertificateFault.EXPIRED;
    }
    return check
        .fault(path.get(), now)
        .or(() -> PathCheck.holderFault(path.get().get(0), CLIENT))
        .<CertificateVerdict>map(fault -> fault)
        .orElseGet(() -> accepted(path.get()));
  }

  private CertificateVerdict accepted(List<X509Certificate> path) {
    Optional<String> device = DeviceName.in(path.get(0));
    Instant end =
        path.stream()
            .map(c -> c.getNotAfter().toInstant())
            .reduce(notAfter(), (a, b) -> a.isBefore(b) ? a : b);
    return device
        .<CertificateVerdict>map(id -> new DeviceCertificate(id, path.get(0).getPublicKey(), end))
        .orElse(CertificateFault.NO_DEVICE);
  }

  @Override
  public String toString() {
    return "ProductAuthority[" + subject() + "]";
  }
}
