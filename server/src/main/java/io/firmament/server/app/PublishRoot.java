package io.firmament.server.app;

import io.firmament.protocol.manifest.KeyId;
import io.firmament.protocol.manifest.Root;
import io.firmament.protocol.manifest.RootVerdict;
import io.firmament.server.release.RootDocument;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Publishes the next root document: from then on devices are told of it. */
public final class PublishRoot {
  private final StateStore store;
  private final Roots roots;
  private final ResignManifests resign;
  private final Optional<KeyId> server;
  private final InstantSource clock;

  /**
   * @param server the key that this server shows to devices, if it shows one
   */
  PublishRoot(
      StateStore store,
      Roots roots,
      ResignManifests resign,
      Optional<KeyId> server,
      InstantSource clock) {
    this.store = store;
    this.roots = roots;
    this.resign = resign;
    this.server = server;
    this.clock = clock;
  }

  /**
   * Publishes a document. The same one again changes nothing.
   *
   * @param signed its octets
   * @return with what no longer works: manifests whose key it does not list, and that this server
   *     cannot sign anew
   * @throws RefusedException INVALID when it is no document or does not follow from the newest one,
   *     CONFLICT when devices that believe it would not take this server for theirs
   */
  public synchronized RootView publish(byte[] signed, Caller caller) throws RefusedException {
    Optional<RootView> there = known(signed);
    if (there.isPresent()) {
      return there.get();
    }
    Root root = judged(signed);
    requireOurselves(root);
    RootDocument document = RootDocument.of(root.number(), signed, clock.instant(), caller.name());
    Conflicts.again(() -> commit(document));
    roots.add(root, signed);
    return new RootView(document, root, resign.resign(root));
  }

  private Optional<RootView> known(byte[] signed) {
    return roots
        .newest()
        .filter(
            root -> roots.signed(root.number()).filter(s -> Arrays.equals(s, signed)).isPresent())
        .flatMap(
            root ->
                store
                    .find(Tables.ROOTS, Tables.rootKey(root.number()))
                    .map(kept -> new RootView(kept.value(), root, List.of())));
  }

  private Root judged(byte[] signed) throws RefusedException {
    RootVerdict verdict = roots.judge(signed);
    if (verdict instanceof RootVerdict.Refused refused) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          refused.detail(),
          "documents are published one by one, each signed by enough keys of the one before it and"
              + " of its own: 'firmament root show' says who signed");
    }
    Root root = ((RootVerdict.Accepted) verdict).root();
    if (roots.newest().isEmpty() && root.number() != 1) {
      throw new RefusedException(
          RefusedException.Kind.INVALID,
          "the first root document must be number 1, but was " + root.number(),
          "publish the documents before it first: devices go through all of them");
    }
    return root;
  }

  /** Devices that pin other keys would never come back to hear of the mistake. */
  private void requireOurselves(Root root) throws RefusedException {
    boolean pinned =
        root.serverKeys().stream().anyMatch(key -> server.equals(Optional.of(key.id())));
    if (!root.serverKeys().isEmpty() && server.isPresent() && !pinned) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "root document "
              + root.number()
              + " pins other server keys than this server's, "
              + server.get(),
          "devices that believe it would not take this server for theirs: list its key, too, with"
              + " 'firmament root rotate --server-key'");
    }
  }

  private RootDocument commit(RootDocument document) throws ConflictException {
    store.commit(
        Change.change().create(Tables.ROOTS, Tables.rootKey(document.number()), document).build());
    return document;
  }
}
