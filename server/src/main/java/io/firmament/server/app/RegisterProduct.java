package io.firmament.server.app;

import io.firmament.protocol.value.InvalidValueException;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Product;
import io.firmament.server.device.TransferLimits;
import java.time.InstantSource;

/** Registers a product (feature PRD1). */
public final class RegisterProduct {
  private final StateStore store;
  private final Fleet fleet;
  private final InstantSource clock;

  RegisterProduct(StateStore store, Fleet fleet, InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.clock = clock;
  }

  /**
   * Registers a product.
   *
   * @throws RefusedException INVALID when the name is none, CONFLICT when the number or the slug of
   *     the name is taken
   */
  public Product register(NewProduct wish, Caller caller) throws RefusedException {
    return Conflicts.again(() -> once(wish));
  }

  private Product once(NewProduct wish) throws RefusedException, ConflictException {
    Product product = product(wish);
    refuseTaken(product);
    Change.Builder change = Change.change();
    change.create(Tables.PRODUCTS, Tables.key(product.id()), product);
    change.create(Tables.PRODUCT_SLUGS, product.slug(), new Tables.Ref(Tables.key(product.id())));
    store.commit(change.build());
    return product;
  }

  private Product product(NewProduct wish) throws RefusedException {
    try {
      ProductId id = wish.id().orElseGet(this::nextId);
      String slug = Slug.of(wish.name());
      return new Product(
          id,
          slug,
          wish.name(),
          wish.platform(),
          clock.instant(),
          wish.offlineSigned(),
          TransferLimits.NONE);
    } catch (InvalidValueException e) {
      throw new RefusedException(
          RefusedException.Kind.INVALID, e.getMessage(), "choose another name");
    }
  }

  private void refuseTaken(Product product) throws RefusedException {
    if (fleet.product(product.id()).isPresent()) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "product " + product.id() + " is there already",
          "leave the number out to get the next free one");
    }
    if (store.find(Tables.PRODUCT_SLUGS, product.slug()).isPresent()) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "a product '" + product.slug() + "' is there already",
          "choose another name, or use that product");
    }
  }

  private ProductId nextId() {
    long highest =
        fleet.all(Tables.PRODUCTS, "").stream().mapToLong(p -> p.id().number()).max().orElse(0);
    return new ProductId(highest + 1);
  }
}
