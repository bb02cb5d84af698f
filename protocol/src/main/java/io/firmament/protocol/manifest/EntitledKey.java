package io.firmament.protocol.manifest;

import io.firmament.protocol.value.ProductId;
import java.util.Set;

/**
 * A key that may sign manifests, and for which products.
 *
 * @param key the key
 * @param products for these products only; empty for every product of the installation
 */
public record EntitledKey(TrustedKey key, Set<ProductId> products) {
  /** Keeps a copy. */
  public EntitledKey {
    products = Set.copyOf(products);
  }

  /** Whether it may sign for a product. */
  public boolean permits(ProductId product) {
    return products.isEmpty() || products.contains(product);
  }
}
