package io.firmament.server.app;

import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Product;
import io.firmament.server.device.TransferLimits;

/** Says how many devices of a product are updated together. */
public final class LimitProduct {
  private final StateStore store;

  LimitProduct(StateStore store) {
    this.store = store;
  }

  /**
   * Limits a product, from now on.
   *
   * @throws RefusedException NOT_FOUND when there is no such product
   */
  public Product limit(ProductId product, TransferLimits limits, Caller caller)
      throws RefusedException {
    return Conflicts.again(() -> once(product, limits));
  }

  private Product once(ProductId product, TransferLimits limits)
      throws RefusedException, ConflictException {
    Stored<Product> read =
        store
            .find(Tables.PRODUCTS, Tables.key(product))
            .orElseThrow(() -> FindProduct.notFound(product.toString()));
    Product after = read.value().limited(limits);
    store.commit(Change.change().replace(Tables.PRODUCTS, read, after).build());
    return after;
  }
}
