package io.firmament.protocol.manifest;

import io.firmament.protocol.value.InvalidValueException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A root document: whom devices believe from its number on. Each one is vouched for by the one
 * before it and by itself (docs/protocol.md, "Root documents").
 *
 * @param number its number, from 1 to 4294967295
 * @param threshold how many different root keys must sign: this document, and the next one
 * @param rootKeys whose signatures count for that, 1 to {@value #MAX_ROOT_KEYS}
 * @param releaseKeys who signs manifests, 1 to {@value #MAX_RELEASE_KEYS}
 * @param serverKeys whom devices take for the server, at most {@value #MAX_SERVER_KEYS}
 * @param revoked keys that are believed no more, at most {@value #MAX_REVOKED}
 */
public record Root(
    long number,
    int threshold,
    List<TrustedKey> rootKeys,
    List<EntitledKey> releaseKeys,
    List<TrustedKey> serverKeys,
    Set<KeyId> revoked) {
  /** The most root keys. */
  public static final int MAX_ROOT_KEYS = 8;

  /** The most release keys. */
  public static final int MAX_RELEASE_KEYS = 32;

  /** The most products that one release key can be restricted to. */
  public static final int MAX_PRODUCTS = 64;

  /** The most server keys. */
  public static final int MAX_SERVER_KEYS = 8;

  /** The most revoked keys. */
  public static final int MAX_REVOKED = 64;

  /** The largest signed document, in octets. */
  public static final int MAX_OCTETS = 8192;

  private static final long MAX_NUMBER = 0xFFFF_FFFFL;

  /**
   * Checks what no document may say, whoever signed it.
   *
   * @throws InvalidValueException when it has too much or too little of something, lists a key
   *     twice, lists a key that it revokes, or asks for more signatures than it has keys
   */
  public Root {
    rootKeys = List.copyOf(rootKeys);
    releaseKeys = List.copyOf(releaseKeys);
    serverKeys = List.copyOf(serverKeys);
    revoked = Set.copyOf(revoked);
    require("root number", 1, MAX_NUMBER, number);
    require("root keys", 1, MAX_ROOT_KEYS, rootKeys.size());
    require("release keys", 1, MAX_RELEASE_KEYS, releaseKeys.size());
    require("server keys", 0, MAX_SERVER_KEYS, serverKeys.size());
    require("revoked keys", 0, MAX_REVOKED, revoked.size());
    require("threshold", 1, rootKeys.size(), threshold);
    releaseKeys.forEach(key -> require("products", 0, MAX_PRODUCTS, key.products().size()));
    requireSound("root keys", ids(rootKeys), revoked);
    requireSound("release keys", releaseIds(releaseKeys), revoked);
    requireSound("server keys", ids(serverKeys), revoked);
  }

  /** Whose manifests are believed. */
  public TrustedKeys trustedKeys() {
    return TrustedKeys.of(releaseKeys, revoked);
  }

  private static List<KeyId> ids(List<TrustedKey> keys) {
    return keys.stream().map(TrustedKey::id).toList();
  }

  private static List<KeyId> releaseIds(List<EntitledKey> keys) {
    return keys.stream().map(key -> key.key().id()).toList();
  }

  private static void require(String what, long least, long most, long actual) {
    if (actual < least || actual > most) {
      throw new InvalidValueException(what, "from " + least + " to " + most, actual);
    }
  }

  private static void requireSound(String what, List<KeyId> ids, Set<KeyId> revoked) {
    Set<KeyId> seen = new HashSet<>();
    for (KeyId id : ids) {
      if (!seen.add(id)) {
        throw new InvalidValueException(what, "each key id once", id + " twice");
      }
      if (revoked.contains(id)) {
        throw new InvalidValueException(what, "no key that is revoked", id);
      }
    }
  }
}
