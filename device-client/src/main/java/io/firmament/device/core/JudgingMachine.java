package io.firmament.device.core;

import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.Paths;
import io.firmament.protocol.message.RefusalReason;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * From an accepted offer to an order: fetches the manifest, if it is not here, and judges it. Where
 * its key is not known, a newer root document may know it: that is looked for first. Where it
 * expires, and the device does not know what time it is, the cloud is asked.
 */
final class JudgingMachine implements DocumentFetchMachine.Reaction {
  /** What a newer root document may mend. */
  private static final Set<RefusalReason> OF_AN_OLD_ROOT =
      EnumSet.of(RefusalReason.UNKNOWN_KEY, RefusalReason.KEY_NOT_FOR_PRODUCT);

  private static final Instant END_OF_TIME = Instant.parse("9999-12-31T23:59:59Z");

  /** Who acts upon the judgement. */
  interface Reaction {
    /** The offer is good: this is to be done. */
    void ordered(UpdateOrder order, Moment now) throws StorageFailedException;

    /** The offer is not good. */
    void refused(RefusalReason reason, String detail, Moment now) throws StorageFailedException;
  }

  private final OutboxMachine outbox;
  private final ClockMachine clock;
  private final OfferJudge judge;
  private final TrustMachine trust;
  private final Reaction reaction;
  private Optional<Offer> offer = Optional.empty();
  private Optional<DocumentFetchMachine> fetch = Optional.empty();
  private Optional<byte[]> undecided = Optional.empty();
  private Optional<byte[]> untimed = Optional.empty();
  private Optional<Long> asked = Optional.empty();

  JudgingMachine(
      OutboxMachine outbox,
      ClockMachine clock,
      OfferJudge judge,
      TrustMachine trust,
      Reaction reaction) {
    this.outbox = outbox;
    this.clock = clock;
    this.judge = judge;
    this.trust = trust;
    this.reaction = reaction;
  }

  void begin(Offer accepted, Moment now) throws StorageFailedException {
    offer = Optional.of(accepted);
    Optional<ManifestOctets> known = judge.knownManifest(accepted);
    if (known.isPresent()) {
      fetched(known.get().octets(), now);
    } else {
      List<String> path = List.of(Paths.MANIFEST, accepted.manifest().prefix());
      fetch = Optional.of(new DocumentFetchMachine(path, accepted.manifestSize(), outbox, this));
      proceed(now);
    }
  }

  /** Begins to fetch, or goes on at a new contact. */
  void proceed(Moment now) throws StorageFailedException {
    fetch.ifPresent(waiting -> waiting.proceed(now));
    if (undecided.isPresent()) {
      lookForNewerRoot(now);
    }
    if (untimed.isPresent() && asked.isEmpty()) {
      askTheTime(now);
    }
  }

  void abandon() {
    fetch.ifPresent(DocumentFetchMachine::abandon);
    fetch = Optional.empty();
    undecided = Optional.empty();
    untimed = Optional.empty();
    asked.ifPresent(outbox::forget);
    asked = Optional.empty();
    offer = Optional.empty();
  }

  @Override
  public void fetched(byte[] manifest, Moment now) throws StorageFailedException {
    fetch = Optional.empty();
    Optional<OfferJudge.Judgement> judgement = judgement(manifest, now);
    if (judgement.isPresent()) {
      judged(judgement.get(), manifest, now);
    }
  }

  /** What is to be thought of a manifest; empty where the cloud is asked for the time first. */
  private Optional<OfferJudge.Judgement> judgement(byte[] manifest, Moment now) {
    if (clock.isKnown()) {
      return Optional.of(judge.judge(offer.orElseThrow(), manifest, clock.time(now)));
    }
    OfferJudge.Judgement last = judge.judge(offer.orElseThrow(), manifest, END_OF_TIME);
    if (!isRefused(last, Set.of(RefusalReason.EXPIRED))) {
      // It is the same on every day: a signature is dear on a small processor, and checked once.
      return Optional.of(last);
    }
    untimed = Optional.of(manifest);
    askTheTime(now);
    return Optional.empty();
  }

  private static boolean isRefused(OfferJudge.Judgement judgement, Set<RefusalReason> reasons) {
    return judgement instanceof OfferJudge.Judgement.Refuse refuse
        && reasons.contains(refuse.reason());
  }

  /** An answer that does not come is asked for again at the next contact. */
  private void askTheTime(Moment now) {
    asked = Optional.of(clock.ask(now, this::told));
  }

  private void told(Optional<LinkAnswer> answer, Moment now) throws StorageFailedException {
    asked = Optional.empty();
    Optional<byte[]> waiting = answer.isPresent() ? untimed : Optional.empty();
    if (waiting.isPresent()) {
      untimed = Optional.empty();
      timed(waiting.get(), now);
    }
  }

  private void timed(byte[] manifest, Moment now) throws StorageFailedException {
    judged(judge.judge(offer.orElseThrow(), manifest, clock.time(now)), manifest, now);
  }

  private void judged(OfferJudge.Judgement judgement, byte[] manifest, Moment now)
      throws StorageFailedException {
    if (isRefused(judgement, OF_AN_OLD_ROOT) && trust.number().isPresent()) {
      undecided = Optional.of(manifest);
      lookForNewerRoot(now);
    } else {
      conclude(judgement, now);
    }
  }

  @Override
  public void missing(String why, Moment now) throws StorageFailedException {
    fetch = Optional.empty();
    reaction.refused(RefusalReason.NOT_FOUND, "the manifest: " + why, now);
  }

  private void lookForNewerRoot(Moment now) throws StorageFailedException {
    byte[] manifest = undecided.orElseThrow();
    trust.refresh(TrustMachine.NEWEST, (trouble, then) -> again(manifest, trouble, then), now);
  }

  private void again(byte[] manifest, Optional<String> trouble, Moment now)
      throws StorageFailedException {
    if (undecided.filter(waiting -> waiting == manifest).isEmpty()) {
      return; // Another offer, or none, is looked at meanwhile.
    }
    undecided = Optional.empty();
    Optional<OfferJudge.Judgement> judgement = judgement(manifest, now);
    if (trouble.isPresent() && judgement.filter(j -> isRefused(j, OF_AN_OLD_ROOT)).isPresent()) {
      reaction.refused(RefusalReason.UNTRUSTED_ROOT, trouble.get(), now);
    } else if (judgement.isPresent()) {
      conclude(judgement.get(), now);
    }
  }

  private void conclude(OfferJudge.Judgement judgement, Moment now) throws StorageFailedException {
    if (judgement instanceof OfferJudge.Judgement.Refuse refuse) {
      reaction.refused(refuse.reason(), refuse.detail(), now);
    } else if (judgement instanceof OfferJudge.Judgement.Install install) {
      reaction.ordered(install.order(), now);
    }
  }
}
