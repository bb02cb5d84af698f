package io.firmament.device.core;

import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.RefusalReason;
import java.util.Optional;

/** From an accepted offer to an order: fetches the manifest, if it is not here, and judges it. */
final class JudgingMachine implements ManifestFetchMachine.Reaction {
  /** Who acts upon the judgement. */
  interface Reaction {
    /** The offer is good: this is to be done. */
    void ordered(UpdateOrder order, Moment now) throws StorageFailedException;

    /** The offer is not good. */
    void refused(RefusalReason reason, String detail, Moment now) throws StorageFailedException;
  }

  private final OutboxMachine outbox;
  private final OfferJudge judge;
  private final Reaction reaction;
  private Optional<Offer> offer = Optional.empty();
  private Optional<ManifestFetchMachine> fetch = Optional.empty();

  JudgingMachine(OutboxMachine outbox, OfferJudge judge, Reaction reaction) {
    this.outbox = outbox;
    this.judge = judge;
    this.reaction = reaction;
  }

  void begin(Offer accepted, Moment now) throws StorageFailedException {
    offer = Optional.of(accepted);
    Optional<ManifestOctets> known = judge.knownManifest(accepted);
    if (known.isPresent()) {
      fetched(known.get().octets(), now);
    } else {
      fetch = Optional.of(new ManifestFetchMachine(accepted, outbox, this));
      proceed(now);
    }
  }

  /** Begins to fetch, or goes on at a new contact. */
  void proceed(Moment now) {
    fetch.ifPresent(waiting -> waiting.proceed(now));
  }

  void abandon() {
    fetch.ifPresent(ManifestFetchMachine::abandon);
    fetch = Optional.empty();
    offer = Optional.empty();
  }

  @Override
  public void fetched(byte[] manifest, Moment now) throws StorageFailedException {
    fetch = Optional.empty();
    OfferJudge.Judgement judgement = judge.judge(offer.orElseThrow(), manifest, now.time());
    if (judgement instanceof OfferJudge.Judgement.Refuse refuse) {
      reaction.refused(refuse.reason(), refuse.detail(), now);
    } else if (judgement instanceof OfferJudge.Judgement.Install install) {
      reaction.ordered(install.order(), now);
    }
  }

  @Override
  public void missing(String why, Moment now) throws StorageFailedException {
    reaction.refused(RefusalReason.NOT_FOUND, "the manifest: " + why, now);
  }
}
