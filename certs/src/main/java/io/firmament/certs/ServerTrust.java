package io.firmament.certs;

import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

/** Whom a device takes for its server. */
public sealed interface ServerTrust {
  /** A trust's PEM block. */
  String pem();

  /** The public key that is pinned, whether it is the server's own or its authority's. */
  PublicKey publicKey();

  /** Whether a peer that shows this raw public key is the server. */
  default boolean accepts(PublicKey shown) {
    return false;
  }

  /**
   * Whether a peer that shows this chain is the server. Its dates are not looked at: no clock of a
   * device is believed, and what ends a server's certificate is a new root document.
   *
   * @param shown the peer's certificate first
   */
  default boolean accepts(List<X509Certificate> shown) {
    return false;
  }

  /**
   * The server with exactly this key: what a device with a raw public key pins.
   *
   * @param publicKey on P-256
   */
  record PinnedKey(PublicKey publicKey) implements ServerTrust {
    @Override
    public String pem() {
      return Pem.write(Pem.PUBLIC_KEY, publicKey.getEncoded());
    }

    @Override
    public boolean accepts(PublicKey shown) {
      return Arrays.equals(publicKey.getEncoded(), shown.getEncoded());
    }
  }

  /**
   * Whoever has a certificate of this authority with the server's name in it.
   *
   * @param certificate the installation's authority
   */
  record PinnedAuthority(X509Certificate certificate) implements ServerTrust {
    @Override
    public String pem() {
      return Certificates.pem(certificate);
    }

    /** serverAuth (RFC 5280 section 4.2.1.12). */
    private static final String SERVER = "1.3.6.1.5.5.7.3.1";

    @Override
    public PublicKey publicKey() {
      return certificate.getPublicKey();
    }

    @Override
    public boolean accepts(List<X509Certificate> shown) {
      PathCheck check = new PathCheck(certificate);
      return check
          .path(shown)
          .filter(path -> ServerName.isIn(path.get(0)))
          .filter(path -> PathCheck.holderFault(path.get(0), SERVER).isEmpty())
          .filter(path -> check.fault(path, path.get(0).getNotBefore().toInstant()).isEmpty())
          .isPresent();
    }
  }

  /** Reads what {@link #pem} wrote: its label says which kind it is. */
  static ServerTrust read(Path file) throws CredentialException {
    PemText text = PemText.of(file);
    return text.holds(Pem.PUBLIC_KEY)
        ? new PinnedKey(EcKeys.publicKey(text))
        : new PinnedAuthority(Certificates.one(text));
  }

  /** What tells this trust from every other one: its pinned key or certificate, encoded. */
  default byte[] encoded() {
    try {
      return this instanceof PinnedAuthority pinned
          ? pinned.certificate().getEncoded()
          : publicKey().getEncoded();
    } catch (CertificateEncodingException e) {
      throw new AssertionError("the certificate was decoded from its encoding", e);
    }
  }
}
