package io.firmament.cli;

import io.firmament.certs.CredentialException;
import io.firmament.certs.InstallationKeys;
import io.firmament.certs.ReleaseKey;
import io.firmament.certs.ReleasePublicKey;
import io.firmament.protocol.manifest.EntitledKey;
import io.firmament.protocol.manifest.KeyId;
import io.firmament.protocol.manifest.Root;
import io.firmament.protocol.manifest.TrustedKey;
import io.firmament.protocol.value.ProductId;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A root document that is being put together. */
final class RootDraft {
  private final long number;
  private int threshold;
  private final List<TrustedKey> rootKeys;
  private final List<EntitledKey> releaseKeys;
  private final List<TrustedKey> serverKeys;
  private final Set<KeyId> revoked;

  private RootDraft(
      long number,
      int threshold,
      List<TrustedKey> rootKeys,
      List<EntitledKey> releaseKeys,
      List<TrustedKey> serverKeys,
      Set<KeyId> revoked) {
    this.number = number;
    this.threshold = threshold;
    this.rootKeys = new ArrayList<>(rootKeys);
    this.releaseKeys = new ArrayList<>(releaseKeys);
    this.serverKeys = new ArrayList<>(serverKeys);
    this.revoked = new HashSet<>(revoked);
  }

  /** Document 1 of an installation: its release keys for every product, and its server's key. */
  static RootDraft first(Path certs, int threshold) throws CredentialException {
    RootDraft draft = new RootDraft(1, threshold, List.of(), List.of(), List.of(), Set.of());
    draft.addReleaseKeys(certs.resolve("release.pub"), Set.of());
    draft.addServerKey(InstallationKeys.readServerKey(certs));
    return draft;
  }

  /** The document after another one, with nothing changed yet. */
  static RootDraft after(Root before) {
    return new RootDraft(
        before.number() + 1,
        before.threshold(),
        before.rootKeys(),
        before.releaseKeys(),
        before.serverKeys(),
        before.revoked());
  }

  void threshold(int other) {
    threshold = other;
  }

  void addRootKeys(List<ReleaseKey> keys) {
    keys.forEach(key -> addRootKey(key.publicKey().key()));
  }

  void addRootKey(PublicKey key) {
    TrustedKey added = TrustedKey.of(key);
    if (!rootKeys.contains(added)) {
      rootKeys.add(added);
    }
  }

  /** All keys of a file, for some products or for all; a key that is there gets these products. */
  void addReleaseKeys(Path file, Set<ProductId> products) throws CredentialException {
    for (ReleasePublicKey key : ReleasePublicKey.readAll(file)) {
      TrustedKey added = TrustedKey.of(key.key());
      releaseKeys.removeIf(there -> there.key().equals(added));
      releaseKeys.add(new EntitledKey(added, products));
    }
  }

  void addServerKey(PublicKey key) {
    TrustedKey added = TrustedKey.of(key);
    if (!serverKeys.contains(added)) {
      serverKeys.add(added);
    }
  }

  /** Takes a key out of every list. */
  void remove(KeyId id) throws CommandFailedException {
    boolean removed =
        rootKeys.removeIf(key -> key.id().equals(id))
            | releaseKeys.removeIf(key -> key.key().id().equals(id))
            | serverKeys.removeIf(key -> key.id().equals(id));
    if (!removed) {
      throw CommandFailedException.failed(
          "there is no key " + id + " in document " + (number - 1),
          "'firmament root show' lists its keys");
    }
  }

  /** Takes a key out of every list, and says that nobody is to believe it. */
  void revoke(KeyId id) {
    rootKeys.removeIf(key -> key.id().equals(id));
    releaseKeys.removeIf(key -> key.key().id().equals(id));
    serverKeys.removeIf(key -> key.id().equals(id));
    revoked.add(id);
  }

  /**
   * The document.
   *
   * @throws io.firmament.protocol.value.InvalidValueException when it makes no sense
   */
  Root root() {
    return new Root(number, threshold, rootKeys, releaseKeys, serverKeys, revoked);
  }

  /** Which of some keys the document, or the one before it, lets sign it. */
  static List<ReleaseKey> signers(List<ReleaseKey> keys, List<Root> documents) {
    Set<String> ids =
        documents.stream()
            .flatMap(root -> root.rootKeys().stream())
            .map(key -> key.id().hex())
            .collect(Collectors.toSet());
    return keys.stream().filter(key -> ids.contains(key.id().hex())).toList();
  }
}
