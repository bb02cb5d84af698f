package io.firmament.server.app;

import io.firmament.certs.CertificateVerdict;
import io.firmament.certs.CredentialException;
import io.firmament.certs.ProductAuthority;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Authority;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The products' authorities, ready for use: asked at every handshake with a certificate. In memory;
 * read again when an operator changes them.
 */
final class Authorities {
  private final Fleet fleet;
  private volatile List<Trusted> trusted;

  Authorities(Fleet fleet) {
    this.fleet = fleet;
    this.trusted = read();
  }

  /**
   * An authority, ready for use.
   *
   * @param stored what is kept of it
   * @param certificate its certificate
   */
  record Trusted(Authority stored, ProductAuthority certificate) {
    ProductId product() {
      return stored.product();
    }

    Digest key() {
      return stored.key();
    }

    CertificateVerdict judge(List<X509Certificate> shown, Instant now) {
      return certificate.judge(shown, now);
    }
  }

  /** To be called after every change. Of two at once, the later one reads what the other wrote. */
  synchronized void reread() {
    trusted = read();
  }

  private List<Trusted> read() {
    List<Trusted> read = new ArrayList<>();
    for (Authority authority : fleet.all(Tables.AUTHORITIES, "")) {
      read.add(new Trusted(authority, certificate(authority)));
    }
    return List.copyOf(read);
  }

  private static ProductAuthority certificate(Authority authority) {
    try {
      return ProductAuthority.decoded(HexFormat.of().parseHex(authority.certificateHex()));
    } catch (CredentialException e) {
      throw new IllegalStateException("it was read before it was kept: " + authority.key(), e);
    }
  }

  /** Those that a chain names; cheap, and no proof of anything. */
  List<Trusted> namedBy(List<X509Certificate> shown) {
    return trusted.stream().filter(t -> t.certificate().isNamedBy(shown)).toList();
  }

  /** Those of a product. */
  List<Trusted> of(ProductId product) {
    return trusted.stream().filter(t -> t.product().equals(product)).toList();
  }

  /** The one with this key, whatever product it belongs to. */
  Optional<Trusted> withKey(Digest key) {
    return trusted.stream().filter(t -> t.key().equals(key)).findFirst();
  }

  boolean isTrusted(ProductId product, Digest key) {
    return withKey(key).filter(t -> t.product().equals(product)).isPresent();
  }
}
