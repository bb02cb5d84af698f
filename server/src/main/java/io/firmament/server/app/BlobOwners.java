package io.firmament.server.app;

import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Product;
import io.firmament.server.release.Encoding;
import io.firmament.server.release.Firmware;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which products own which blobs, in memory: a request for a block must not read a record. */
final class BlobOwners {
  /**
   * A blob.
   *
   * @param digest its digest
   * @param sizeBytes its size
   * @param owners the products whose devices may have it
   */
  record Owned(Digest digest, long sizeBytes, Set<ProductId> owners) {
    Owned without(ProductId product) {
      Set<ProductId> others = new HashSet<>(owners);
      others.remove(product);
      return new Owned(digest, sizeBytes, Set.copyOf(others));
    }
  }

  private final Map<String, Owned> blobs = new ConcurrentHashMap<>();

  BlobOwners(Fleet fleet) {
    List<Product> products = fleet.all(Tables.PRODUCTS, "");
    products.forEach(p -> fleet.firmware(p.id()).forEach(this::add));
    fleet.all(Tables.FLASHES, "").forEach(flash -> add(flash.firmware()));
    fleet.all(Tables.LEFT_BLOBS, "").forEach(this::add);
  }

  /** Adds all blobs of a firmware. */
  void add(Firmware firmware) {
    add(firmware.product(), firmware.manifest().digest(), firmware.manifest().sizeBytes());
    for (Encoding encoding : firmware.encodings()) {
      add(firmware.product(), encoding.digest(), encoding.sizeBytes());
    }
  }

  /** A product's devices may not have a blob any more. */
  void forget(Digest digest, ProductId product) {
    blobs.computeIfPresent(
        digest.prefix(),
        (name, there) -> there.digest().equals(digest) ? there.without(product) : there);
  }

  /** Forgets a blob that nobody needs any more. */
  void forget(Digest digest) {
    blobs.computeIfPresent(
        digest.prefix(), (name, there) -> there.digest().equals(digest) ? null : there);
  }

  /** The blob of this name, if the product owns it. */
  Optional<Owned> find(ProductId product, String prefix) {
    return Optional.ofNullable(blobs.get(prefix)).filter(b -> b.owners().contains(product));
  }

  /** Whether another blob has the name of this one: it could not be told from it. */
  boolean collides(Digest digest) {
    Owned there = blobs.get(digest.prefix());
    return there != null && !there.digest().equals(digest);
  }

  private void add(ProductId product, Digest digest, long sizeBytes) {
    blobs.merge(
        digest.prefix(),
        new Owned(digest, sizeBytes, Set.of(product)),
        (old, more) -> {
          Set<ProductId> both = new HashSet<>(old.owners());
          both.addAll(more.owners());
          return new Owned(old.digest(), old.sizeBytes(), Set.copyOf(both));
        });
  }
}
