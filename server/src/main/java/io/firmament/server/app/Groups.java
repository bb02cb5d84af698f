package io.firmament.server.app;

import io.firmament.protocol.value.InvalidValueException;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Group;
import io.firmament.server.device.GroupId;
import io.firmament.server.device.Product;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * A product's groups, found by name and made as part of a bigger change. Whoever makes or names a
 * group writes the product, too, unchanged: of two at once, the second one looks again.
 */
final class Groups {
  /** Groups of a product, those among them that were deleted. */
  static final int MOST = 10_000;

  private final StateStore store;
  private final Fleet fleet;

  Groups(StateStore store, Fleet fleet) {
    this.store = store;
    this.fleet = fleet;
  }

  /** The group of this name, if it is there. */
  Optional<Stored<Group>> find(ProductId product, String name) {
    return fleet
        .catalogue(product)
        .group(name)
        .flatMap(g -> store.find(Tables.GROUPS, Tables.numbered(product, g.id().number())));
  }

  /**
   * The group of this name.
   *
   * @throws RefusedException NOT_FOUND
   */
  Stored<Group> found(ProductId product, String name) throws RefusedException {
    return find(product, name)
        .orElseThrow(
            () ->
                new RefusedException(
                    RefusedException.Kind.NOT_FOUND,
                    "the product has no group '" + name + "'",
                    "see 'firmament group list --product P', or make it with 'firmament group"
                        + " create'"));
  }

  /**
   * The groups of these names, in ascending order of their numbers; what is missing is made. Those
   * that are there are written unchanged, so that none of them is deleted meanwhile.
   *
   * @throws RefusedException INVALID when a name is none
   */
  List<GroupId> named(
      Change.Builder change, ProductId product, Collection<String> names, Instant now)
      throws RefusedException {
    List<GroupId> ids = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String name : new TreeSet<>(names)) {
      Optional<Stored<Group>> there = find(product, name);
      there.ifPresentOrElse(
          g -> {
            change.replace(Tables.GROUPS, g, g.value());
            ids.add(g.value().id());
          },
          () -> missing.add(name));
    }
    if (!missing.isEmpty()) {
      create(change, product, missing, now).forEach(g -> ids.add(g.id()));
    }
    ids.sort((a, b) -> Long.compare(a.number(), b.number()));
    return ids;
  }

  private List<Group> create(
      Change.Builder change, ProductId product, List<String> names, Instant now)
      throws RefusedException {
    Stored<Product> written = product(product);
    long number = fleet.catalogue(product).groups().size();
    List<Group> made = new ArrayList<>();
    for (String name : names) {
      GroupId id = new GroupId(++number);
      made.add(valid(() -> new Group(product, id, name, "", "", now, Optional.empty())));
    }
    create(change, written, made);
    return made;
  }

  /** Adds one group to a change. */
  void create(Change.Builder change, NewGroup wish, Instant now) throws RefusedException {
    Stored<Product> written = product(wish.product());
    refuseTaken(wish.product(), wish.name());
    GroupId id = new GroupId(fleet.catalogue(wish.product()).groups().size() + 1L);
    Group group =
        valid(
            () ->
                new Group(
                    wish.product(),
                    id,
                    wish.name(),
                    wish.description(),
                    wish.color(),
                    now,
                    Optional.empty()));
    create(change, written, List.of(group));
  }

  private void create(Change.Builder change, Stored<Product> product, List<Group> made)
      throws RefusedException {
    if (made.get(made.size() - 1).id().number() > MOST) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "a product has at most " + MOST + " groups, those that were deleted among them",
          "rename one that is not needed any more");
    }
    made.forEach(g -> change.create(Tables.GROUPS, key(g), g));
    touch(change, product);
  }

  /**
   * The product, as it is to be read before its groups are.
   *
   * @throws RefusedException NOT_FOUND
   */
  Stored<Product> product(ProductId product) throws RefusedException {
    return store
        .find(Tables.PRODUCTS, Tables.key(product))
        .orElseThrow(() -> FindProduct.notFound(product.toString()));
  }

  static void touch(Change.Builder change, Stored<Product> product) {
    change.replace(Tables.PRODUCTS, product, product.value());
  }

  void refuseTaken(ProductId product, String name) throws RefusedException {
    if (find(product, name).isPresent()) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "the product has a group '" + name + "' already",
          "choose another name, or use that group");
    }
  }

  static String key(Group group) {
    return Tables.numbered(group.product(), group.id().number());
  }

  static Group valid(Supplier<Group> group) throws RefusedException {
    try {
      return group.get();
    } catch (InvalidValueException e) {
      throw new RefusedException(
          RefusedException.Kind.INVALID, e.getMessage(), "choose another one");
    }
  }
}
