package io.firmament.server.app;

import io.firmament.server.device.Product;

/** Registers a product (feature PRD1). */
public final class RegisterProduct {
  /**
   * Registers a product.
   *
   * @throws RefusedException CONFLICT when its number or the slug of its name is taken
   */
  public Product register(NewProduct wish, Caller caller) throws RefusedException {
    throw new UnsupportedOperationException();
  }
}
