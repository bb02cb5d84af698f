package io.firmament.server.app;

import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Product;

/** Says who signs for a product: this server, or somebody elsewhere. */
public final class ChangeSigning {
  private final StateStore store;

  ChangeSigning(StateStore store) {
    this.store = store;
  }

  /**
   * Changes who signs from the next upload on; what was signed before stays.
   *
   * @throws RefusedException NOT_FOUND when there is no such product
   */
  public Product change(ProductId product, boolean offline, Caller caller) throws RefusedException {
    return Conflicts.again(
        () -> {
          Stored<Product> read =
              store
                  .find(Tables.PRODUCTS, Tables.key(product))
                  .orElseThrow(() -> FindProduct.notFound(product.toString()));
          Product changed = read.value().signedOffline(offline);
          store.commit(Change.change().replace(Tables.PRODUCTS, read, changed).build());
          return changed;
        });
  }
}
