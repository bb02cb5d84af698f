package io.firmament.server.app;

import io.firmament.certs.CredentialException;
import io.firmament.certs.ProductAuthority;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Authority;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Gives a product an authority that vouches for its devices. */
public final class TrustAuthority {
  /** Authorities of a product: enough to change from one to the next, and the next. */
  static final int MOST = 8;

  private final StateStore store;
  private final Fleet fleet;
  private final Authorities authorities;
  private final InstantSource clock;

  TrustAuthority(StateStore store, Fleet fleet, Authorities authorities, InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.authorities = authorities;
    this.clock = clock;
  }

  /** The authorities of a product. */
  public List<AuthorityView> of(ProductId product) {
    return authorities.of(product).stream().map(AuthorityView::of).toList();
  }

  /**
   * Trusts an authority for a product; one that is trusted there already may come with a new
   * certificate.
   *
   * @param pem its certificate
   * @throws RefusedException INVALID when it is not the certificate of an authority on P-256,
   *     CONFLICT when another product has it or there are too many, NOT_FOUND when there is no such
   *     product
   */
  public AuthorityView trust(ProductId product, String pem, Caller caller) throws RefusedException {
    ProductAuthority certificate = checked(pem);
    Digest key = Digest.of(certificate.publicKeyEncoded());
    if (fleet.product(product).isEmpty()) {
      throw FindProduct.notFound(product.toString());
    }
    Authority authority =
        new Authority(
            product, key, HexFormat.of().formatHex(certificate.encoded()), clock.instant());
    Authority kept = Conflicts.again(() -> once(authority));
    return AuthorityView.of(new Authorities.Trusted(kept, certificate));
  }

  private ProductAuthority checked(String pem) throws RefusedException {
    try {
      return ProductAuthority.of("what was sent", pem, clock.instant());
    } catch (CredentialException e) {
      throw new RefusedException(RefusedException.Kind.INVALID, e.getMessage(), e.hint());
    }
  }

  private synchronized Authority once(Authority authority)
      throws RefusedException, ConflictException {
    Optional<Authorities.Trusted> before = authorities.withKey(authority.key());
    if (before.isPresent() && !before.get().product().equals(authority.product())) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "this authority vouches for product " + before.get().product() + " already",
          "make one for each product: who has its key decides which devices belong to it");
    }
    if (before.isEmpty() && authorities.of(authority.product()).size() >= MOST) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "product " + authority.product() + " has " + MOST + " authorities already",
          "take one away first: 'firmament product ca P --remove KEY'");
    }
    String at = Tables.key(authority.product(), authority.key());
    store.commit(Change.change().put(Tables.AUTHORITIES, at, authority).build());
    authorities.reread();
    return authority;
  }
}
