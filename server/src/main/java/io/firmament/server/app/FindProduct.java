package io.firmament.server.app;

import io.firmament.server.device.Product;
import java.util.List;

/** Finds products. */
public final class FindProduct {
  /**
   * The product with this number or slug.
   *
   * @throws RefusedException NOT_FOUND
   */
  public Product named(String idOrSlug) throws RefusedException {
    throw new UnsupportedOperationException();
  }

  /** All products, by number. */
  public List<Product> all() {
    throw new UnsupportedOperationException();
  }
}
