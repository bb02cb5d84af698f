package io.firmament.device.core;

import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.transfer.TransferAction;
import io.firmament.protocol.transfer.TransferEvent;
import io.firmament.protocol.transfer.TransferFailure;
import io.firmament.protocol.transfer.TransferSettings;
import io.firmament.protocol.transfer.TransferStatistics;
import java.time.Duration;
import java.util.Optional;

/** Gets the image of an update into a slot: receives and verifies it, twice where it is damaged. */
final class IntakeMachine implements DownloadMachine.Reaction {
  /** Who acts upon what becomes of an image. */
  interface Reaction {
    /** Blocks of it are asked for, from now on or once more. */
    void receiving(Moment now);

    /** Another twentieth is here. */
    void progressed(Moment now);

    /** Nobody answers; all is kept. */
    void stalled(Moment now);

    /** All is here; it is verified at the next call of {@link #awake}, which takes its time. */
    void verifying(Moment now);

    /** It is in its slot, or was already. */
    void staged(Moment now) throws StorageFailedException;

    /** It is not taken. */
    void refused(RefusalReason reason, String detail, Moment now) throws StorageFailedException;
  }

  private final SlotStore store;
  private final OutboxMachine outbox;

  /** With what the last transfer has shown of the path. */
  private TransferSettings settings;

  private final ImageDecoder decoder;
  private final Reaction reaction;

  private Optional<DownloadMachine> download = Optional.empty();

  /**
   * When blocks are asked for: in a step of its own. What judged the offer and made room took its
   * time, which is no part of a round trip.
   */
  private Optional<Duration> beginAt = Optional.empty();

  private Optional<Duration> verifyAt = Optional.empty();
  private boolean receiving;
  private boolean repeated;

  IntakeMachine(
      SlotStore store,
      OutboxMachine outbox,
      TransferSettings settings,
      ImageDecoder decoder,
      Reaction reaction) {
    this.store = store;
    this.outbox = outbox;
    this.settings = settings;
    this.decoder = decoder;
    this.reaction = reaction;
  }

  /** Receives an image: from its beginning, or what is missing of it. */
  void receive(UpdateOrder order, Moment now) throws StorageFailedException {
    try {
      store.beginUpdate(order);
    } catch (UpdateRefusedException refused) {
      if (refused.reason() == UpdateRefusedException.Cause.ALREADY_STAGED) {
        reaction.staged(now);
      } else {
        reaction.refused(OfferJudge.reason(refused.reason()), refused.getMessage(), now);
      }
      return;
    }
    download = Optional.of(new DownloadMachine(order, outbox, store, settings, this));
    receiving = true;
    outbox.tell(new Notice.Began(order, store.kept().map(KeptTransfer::receivedBytes).orElse(0L)));
    reaction.receiving(now);
    beginAt = Optional.of(now.uptime());
  }

  /** Gives up what is under way; what was received stays in the storage. */
  void end() {
    download.ifPresent(this::learn);
    download.ifPresent(DownloadMachine::abandon);
    download = Optional.empty();
    beginAt = Optional.empty();
    verifyAt = Optional.empty();
    receiving = false;
    repeated = false;
  }

  private void learn(DownloadMachine ended) {
    settings = settings.after(ended.statistics(), LinkRequest.BLOCK_BYTES);
  }

  // ---- Receiving

  /** Asks for blocks from now on. */
  void proceed(Moment now) throws StorageFailedException {
    if (receiving) {
      beginAt = Optional.empty();
      download.orElseThrow().on(new TransferEvent.Started(), now);
    }
  }

  /** Asks for no more blocks until it is told to proceed. */
  void hold(Moment now) throws StorageFailedException {
    if (receiving) {
      beginAt = Optional.empty();
      download.orElseThrow().on(new TransferEvent.Held(), now);
    }
  }

  @Override
  public void progressed(Status.Progress progress, Moment now) {
    outbox.tell(new Notice.Progress(progress.blocks(), progress.of()));
    if (progress.blocks() < progress.of()) {
      reaction.progressed(now);
    }
  }

  @Override
  public void stalled(Moment now) {
    reaction.stalled(now);
  }

  @Override
  public void failed(TransferAction.Failed failure, Moment now) throws StorageFailedException {
    RefusalReason reason =
        failure.reason() == TransferFailure.ABSENT || failure.reason() == TransferFailure.REFUSED
            ? RefusalReason.NOT_FOUND
            : RefusalReason.ENCODED_DIGEST;
    reaction.refused(reason, failure.detail(), now);
  }

  // ---- Verifying

  @Override
  public void finished(Moment now) throws StorageFailedException {
    receiving = false;
    store.checkpoint();
    verifyAt = Optional.of(now.uptime());
    outbox.tell(new Notice.Verifying(download.orElseThrow().order()));
    reaction.verifying(now);
  }

  private void verify(Moment now) throws StorageFailedException {
    verifyAt = Optional.empty();
    UpdateOrder order = download.orElseThrow().order();
    StageVerdict verdict = store.stage(decoder, now.time());
    if (verdict.isStaged()) {
      outbox.tell(new Notice.Complete(order.image().facts().version()));
      reaction.staged(now);
    } else if (verdict.failure().equals(Optional.of(RefusalReason.ENCODED_DIGEST)) && !repeated) {
      repeated = true;
      receive(order, now);
    } else {
      reaction.refused(verdict.failure().orElseThrow(), verdict.detail(), now);
    }
  }

  // ---- How it stands, and time

  /** The update that is received or was, until {@link #end}. */
  Optional<UpdateOrder> order() {
    return download.map(DownloadMachine::order);
  }

  Optional<Status.Progress> progress() {
    return download.map(DownloadMachine::progress);
  }

  Optional<TransferStatistics> statistics() {
    return download.map(DownloadMachine::statistics);
  }

  void awake(Moment now) throws StorageFailedException {
    if (isDue(beginAt, now)) {
      proceed(now);
    } else if (receiving) {
      download.orElseThrow().awake(now);
    }
    if (isDue(verifyAt, now)) {
      verify(now);
    }
  }

  Optional<Duration> nextMoment() {
    Optional<Duration> blocks = beginAt.or(() -> download.flatMap(DownloadMachine::nextMoment));
    return receiving ? blocks : verifyAt;
  }

  private static boolean isDue(Optional<Duration> moment, Moment now) {
    return moment.filter(due -> now.uptime().compareTo(due) >= 0).isPresent();
  }
}
