package io.firmament.server.access;

import io.firmament.protocol.value.InvalidValueException;
import io.firmament.protocol.value.ProductId;
import java.util.List;

/**
 * What somebody may do, and with which products.
 *
 * @param access how far
 * @param everyProduct whether with all products, also those that are made later
 * @param products else with these, and no others
 */
public record Rights(Access access, boolean everyProduct, List<ProductId> products) {
  /** All of it. */
  public static final Rights EVERYTHING = new Rights(Access.ADMINISTER, true, List.of());

  /** None of it. */
  public static final Rights NOTHING = new Rights(Access.READ, false, List.of());

  private static final int MAX_PRODUCTS = 100;

  /**
   * @throws InvalidValueException when an administrator is to see a part only, or the list is too
   *     long
   */
  public Rights {
    products = everyProduct ? List.of() : products.stream().distinct().sorted().toList();
    if (access == Access.ADMINISTER && !everyProduct) {
      throw new InvalidValueException(
          "rights", "an administrator of every product", "one of " + products);
    }
    if (products.size() > MAX_PRODUCTS) {
      throw new InvalidValueException(
          "rights", MAX_PRODUCTS + " products at most, or every product", products.size() + "");
    }
  }

  /** So far with every product. */
  public static Rights ofEvery(Access access) {
    return new Rights(access, true, List.of());
  }

  /** So far with these products. */
  public static Rights of(Access access, List<ProductId> products) {
    return new Rights(access, false, products);
  }

  /** Whether what belongs to this product may be seen. */
  public boolean sees(ProductId product) {
    return everyProduct || products.contains(product);
  }

  /** Whether so much may be done at all, whatever the product. */
  public boolean allows(Access wished) {
    return access.compareTo(wished) >= 0;
  }

  /** What both allow. */
  public Rights and(Rights other) {
    Access both = access.compareTo(other.access) <= 0 ? access : other.access;
    if (everyProduct && other.everyProduct) {
      return ofEvery(both);
    }
    Rights narrower = everyProduct ? other : this;
    Rights wider = everyProduct ? this : other;
    Access bounded = both == Access.ADMINISTER ? Access.WRITE : both;
    return of(bounded, narrower.products.stream().filter(wider::sees).toList());
  }
}
