package io.firmament.server.app;

import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.release.Encoding;
import io.firmament.server.release.Firmware;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which blobs somebody needs, and for whose devices: several firmware may share one. */
final class NeededBlobs {
  private final Map<Digest, Set<ProductId>> needed = new HashMap<>();

  /** Adds what a firmware consists of. */
  void add(Firmware firmware) {
    for (Digest digest : of(firmware)) {
      needed.computeIfAbsent(digest, d -> new HashSet<>()).add(firmware.product());
    }
  }

  /** Adds a blob that is on its way to a device. */
  void add(Digest digest) {
    needed.computeIfAbsent(digest, d -> new HashSet<>());
  }

  /** Whether anybody needs it. */
  boolean has(Digest digest) {
    return needed.containsKey(digest);
  }

  /** Whether devices of a product need it. */
  boolean has(Digest digest, ProductId product) {
    return needed.getOrDefault(digest, Set.of()).contains(product);
  }

  /** Everything that a firmware consists of: its manifest, its image and the image's encodings. */
  static Set<Digest> of(Firmware firmware) {
    Set<Digest> digests = new HashSet<>(Set.of(firmware.manifest().digest(), firmware.image()));
    firmware.encodings().stream().map(Encoding::digest).forEach(digests::add);
    return digests;
  }
}
