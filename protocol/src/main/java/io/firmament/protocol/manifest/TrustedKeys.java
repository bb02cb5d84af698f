package io.firmament.protocol.manifest;

import java.security.PublicKey;
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
public record TrustedKeys(Map<KeyId, PublicKey> keys, Set<KeyId> revoked) {
  /** Keeps copies. */
  public TrustedKeys {
    keys = Map.copyOf(keys);
    revoked = Set.copyOf(revoked);
  }

  /** Trust in these keys. */
  public static TrustedKeys of(PublicKey... keys) {
    return new TrustedKeys(
        Stream.of(keys).collect(Collectors.toMap(KeyId::of, Function.identity())), Set.of());
  }
}
