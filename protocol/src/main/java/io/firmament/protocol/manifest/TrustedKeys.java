package io.firmament.protocol.manifest;

import java.security.PublicKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The release keys that a device believes.
 *
 * @param keys by their ids
 * @param revoked ids that it believes no more, whatever else it knows
 */
public record TrustedKeys(Map<KeyId, EntitledKey> keys, Set<KeyId> revoked) {
  /** Keeps copies. */
  public TrustedKeys {
    keys = Map.copyOf(keys);
    revoked = Set.copyOf(revoked);
  }

  /** Trust in these keys, for every product. */
  public static TrustedKeys of(PublicKey... keys) {
    List<EntitledKey> all =
        Stream.of(keys).map(key -> new EntitledKey(TrustedKey.of(key), Set.of())).toList();
    return of(all, Set.of());
  }

  /** Trust in these keys, each for its products. */
  static TrustedKeys of(Collection<EntitledKey> keys, Set<KeyId> revoked) {
    return new TrustedKeys(
        keys.stream().collect(Collectors.toMap(key -> key.key().id(), Function.identity())),
        revoked);
  }
}
