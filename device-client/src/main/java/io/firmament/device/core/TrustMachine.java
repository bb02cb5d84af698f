package io.firmament.device.core;

import io.firmament.protocol.manifest.JudgeRoot;
import io.firmament.protocol.manifest.Root;
import io.firmament.protocol.manifest.RootVerdict;
import io.firmament.protocol.manifest.TrustedKey;
import io.firmament.protocol.manifest.TrustedKeys;
import io.firmament.protocol.message.Paths;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whom the device believes: from the root document that it has to the newest one, one by one, each
 * stored before the next is asked for, and never back (docs/protocol.md, "Root documents").
 */
final class TrustMachine implements DocumentFetchMachine.Reaction {
  /** The most documents that are gone through in one go; the rest at the next contact. */
  static final int MOST_AT_ONCE = 64;

  /** As new as there is. */
  static final long NEWEST = Long.MAX_VALUE;

  /** Who hears that trust has changed. */
  interface Reaction {
    /** Another document is believed from now on. */
    void trustChanged(Moment now) throws StorageFailedException;

    /** That was the last one for now: the device says which one it is. */
    void trustSettled(Moment now);
  }

  /** What follows when there is nothing newer. */
  @FunctionalInterface
  interface Continuation {
    /**
     * Nothing newer is there, or nothing that is to be believed.
     *
     * @param trouble why a document is not to be believed; empty where none was refused
     */
    void settled(Optional<String> trouble, Moment now) throws StorageFailedException;
  }

  private final TrustedKeys given;
  private final SlotStore store;
  private final OutboxMachine outbox;
  private final Reaction reaction;
  private final List<Continuation> waiting = new ArrayList<>();
  private Optional<Root> root;
  private Optional<DocumentFetchMachine> fetch = Optional.empty();
  private long wanted;
  private int steps;
  private boolean changed;

  TrustMachine(TrustAnchor anchor, SlotStore store, OutboxMachine outbox, Reaction reaction) {
    this.given = anchor.keys();
    this.store = store;
    this.outbox = outbox;
    this.reaction = reaction;
    this.root = newest(anchor.root(), stored(store));
  }

  /** What was stored was verified then; that it still holds for itself shows that it is whole. */
  private static Optional<Root> stored(SlotStore store) {
    return store
        .root()
        .map(kept -> JudgeRoot.anchor(kept.signed()))
        .filter(RootVerdict.Accepted.class::isInstance)
        .map(verdict -> ((RootVerdict.Accepted) verdict).root());
  }

  private static Optional<Root> newest(Optional<Root> factory, Optional<Root> stored) {
    boolean behind =
        stored.isPresent() && factory.filter(f -> f.number() > stored.get().number()).isPresent();
    return behind ? factory : stored.or(() -> factory);
  }

  // ---- What is believed

  /** Whose manifests are believed. */
  TrustedKeys keys() {
    return root.map(Root::trustedKeys).orElse(given);
  }

  /** The number of the document that is believed; empty where release keys alone are. */
  Optional<Long> number() {
    return root.map(Root::number);
  }

  /** Whom to take for the server; empty where the device's own file says it. */
  List<PublicKey> serverKeys() {
    return root.stream()
        .flatMap(believed -> believed.serverKeys().stream())
        .map(TrustedKey::key)
        .toList();
  }

  // ---- What is newer

  /**
   * Goes on to newer documents.
   *
   * @param number as far as this one; {@link #NEWEST} for as far as there are any
   * @param then told once, unless the connection ends before
   */
  void refresh(long number, Continuation then, Moment now) throws StorageFailedException {
    waiting.add(then);
    wanted = Math.max(wanted, number);
    if (fetch.isEmpty()) {
      steps = 0;
      next(now);
    }
  }

  /** The connection is gone; who still needs to know asks again at the next one. */
  void parted() {
    fetch.ifPresent(DocumentFetchMachine::abandon);
    fetch = Optional.empty();
    wanted = 0;
    waiting.clear();
  }

  private void next(Moment now) throws StorageFailedException {
    if (root.isEmpty() || root.get().number() >= wanted || steps >= MOST_AT_ONCE) {
      settle(Optional.empty(), now);
      return;
    }
    steps++;
    List<String> path = List.of(Paths.ROOT, Long.toString(root.get().number() + 1));
    fetch = Optional.of(new DocumentFetchMachine(path, Root.MAX_OCTETS, outbox, this));
    fetch.get().proceed(now);
  }

  @Override
  public void fetched(byte[] document, Moment now) throws StorageFailedException {
    fetch = Optional.empty();
    RootVerdict verdict = JudgeRoot.verify(root.orElseThrow(), document);
    if (verdict instanceof RootVerdict.Accepted accepted) {
      store.keepRoot(new KeptRoot(accepted.root().number(), document));
      root = Optional.of(accepted.root());
      outbox.tell(new Notice.RootTrusted(accepted.root().number()));
      changed = true;
      reaction.trustChanged(now);
      next(now);
    } else if (verdict instanceof RootVerdict.Refused refused) {
      outbox.tell(new Notice.RootRefused(refused.fault(), refused.detail()));
      settle(Optional.of(refused.detail()), now);
    }
  }

  @Override
  public void missing(String why, Moment now) throws StorageFailedException {
    fetch = Optional.empty();
    settle(Optional.empty(), now);
  }

  private void settle(Optional<String> trouble, Moment now) throws StorageFailedException {
    wanted = 0;
    List<Continuation> told = List.copyOf(waiting);
    waiting.clear();
    for (Continuation continuation : told) {
      continuation.settled(trouble, now);
    }
    if (changed) {
      changed = false;
      reaction.trustSettled(now);
    }
  }
}
