package io.firmament.server.app;

import io.firmament.protocol.value.InvalidValueException;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Product;
import java.util.List;
import java.util.Optional;

/** Finds products. */
public final class FindProduct {
  private static final String NUMBER = "[0-9]{1,10}";
  private final StateStore store;
  private final Fleet fleet;

  FindProduct(StateStore store, Fleet fleet) {
    this.store = store;
    this.fleet = fleet;
  }

  /**
   * The product with this number or slug.
   *
   * @throws RefusedException NOT_FOUND
   */
  public Product named(String idOrSlug) throws RefusedException {
    Optional<Product> found =
        idOrSlug.matches(NUMBER)
            ? byNumber(idOrSlug)
            : store
                .find(Tables.PRODUCT_SLUGS, idOrSlug)
                .flatMap(ref -> store.find(Tables.PRODUCTS, ref.value().key()))
                .map(Stored::value);
    return found.orElseThrow(() -> notFound(idOrSlug));
  }

  /** All products, by number. */
  public List<Product> all() {
    return fleet.all(Tables.PRODUCTS, "");
  }

  static RefusedException notFound(String product) {
    return new RefusedException(
        RefusedException.Kind.NOT_FOUND,
        "there is no product '" + product + "'",
        "see 'firmament product list', or make it with 'firmament product create'");
  }

  private Optional<Product> byNumber(String number) {
    try {
      return fleet.product(new ProductId(Long.parseLong(number)));
    } catch (InvalidValueException e) {
      return Optional.empty();
    }
  }
}
