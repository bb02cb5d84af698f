package io.firmament.device.core;

import io.firmament.protocol.message.Paths;
import io.firmament.protocol.message.Status;
import io.firmament.protocol.transfer.BlobLayout;
import io.firmament.protocol.transfer.TransferAction;
import io.firmament.protocol.transfer.TransferEvent;
import io.firmament.protocol.transfer.TransferMachine;
import io.firmament.protocol.transfer.TransferSettings;
import io.firmament.protocol.transfer.TransferStatistics;
import io.firmament.protocol.value.ByteRange;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fetches one encoded image into the storage: the window machine, its requests and its octets. */
final class DownloadMachine {
  /** On a slow link so much time is lost at most, rather than {@link SlotStore#checkpointBytes}. */
  static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

  private static final int PROGRESS_STEPS = 20;

  /** Who acts upon what becomes of a download. */
  interface Reaction {
    /** Another twentieth is here. */
    void progressed(Status.Progress progress, Moment now);

    /** All is here. */
    void finished(Moment now) throws StorageFailedException;

    /** Nobody answers; all is kept. */
    void stalled(Moment now) throws StorageFailedException;

    /** The cloud does not hand it out. */
    void failed(TransferAction.Failed failure, Moment now) throws StorageFailedException;
  }

  private final UpdateOrder order;
  private final OutboxMachine outbox;
  private final SlotStore store;
  private final Reaction reaction;
  private final BlobLayout layout;
  private final TransferMachine transfer;
  private final Map<Long, Long> exchanges = new HashMap<>();
  private Optional<Duration> wakeAt = Optional.empty();
  private long present;
  private long lastStep;
  private Duration checkpoint = Duration.ZERO;

  DownloadMachine(
      UpdateOrder order,
      OutboxMachine outbox,
      SlotStore store,
      TransferSettings settings,
      Reaction reaction) {
    this.order = order;
    this.outbox = outbox;
    this.store = store;
    this.reaction = reaction;
    this.layout = new BlobLayout(order.encoded().sizeBytes(), LinkRequest.BLOCK_BYTES);
    BitSet there = present(layout, store.missing());
    this.transfer = new TransferMachine(layout, there, settings);
    this.present = there.cardinality();
    this.lastStep = step();
  }

  UpdateOrder order() {
    return order;
  }

  TransferStatistics statistics() {
    return transfer.statistics();
  }

  Status.Progress progress() {
    return new Status.Progress(present, layout.blocks());
  }

  Optional<Duration> nextMoment() {
    return wakeAt;
  }

  void on(TransferEvent event, Moment now) throws StorageFailedException {
    wakeAt = Optional.empty();
    if (event instanceof TransferEvent.Started) {
      checkpoint = now.uptime();
    }
    for (TransferAction action : transfer.on(event, now.uptime())) {
      perform(action, now);
    }
  }

  void awake(Moment now) throws StorageFailedException {
    if (wakeAt.filter(moment -> now.uptime().compareTo(moment) >= 0).isPresent()) {
      on(new TransferEvent.Woken(), now);
    }
  }

  /** Gives all requests up. */
  void abandon() {
    List.copyOf(exchanges.values()).forEach(outbox::forget);
    exchanges.clear();
    wakeAt = Optional.empty();
  }

  private void perform(TransferAction action, Moment now) throws StorageFailedException {
    if (action instanceof TransferAction.Request request) {
      ask(request, now);
    } else if (action instanceof TransferAction.Forget forget) {
      Long exchange = exchanges.remove(forget.request());
      if (exchange != null) {
        outbox.forget(exchange);
      }
    } else if (action instanceof TransferAction.Deliver deliver) {
      keep(deliver, now);
    } else if (action instanceof TransferAction.WakeAt wake) {
      wakeAt = Optional.of(wake.when());
    } else if (action instanceof TransferAction.Finished) {
      abandon();
      reaction.finished(now);
    } else if (action instanceof TransferAction.Stalled) {
      store.checkpoint();
      reaction.stalled(now);
    } else if (action instanceof TransferAction.Failed failure) {
      abandon();
      reaction.failed(failure, now);
    }
  }

  private void keep(TransferAction.Deliver deliver, Moment now) throws StorageFailedException {
    store.write(deliver.range().offset(), deliver.octets());
    present++;
    if (now.uptime().minus(checkpoint).compareTo(CHECKPOINT_INTERVAL) >= 0) {
      store.checkpoint();
      checkpoint = now.uptime();
    }
    if (step() > lastStep) {
      lastStep = step();
      reaction.progressed(progress(), now);
    }
  }

  private void ask(TransferAction.Request request, Moment now) {
    LinkRequest get =
        LinkRequest.get(
            List.of(Paths.BLOB, order.encoded().digest().prefix()), request.block(), false);
    long exchange =
        outbox.ask(get, now, (answer, then) -> answered(request.request(), answer, then));
    exchanges.put(request.request(), exchange);
  }

  private void answered(long request, Optional<LinkAnswer> answer, Moment now)
      throws StorageFailedException {
    exchanges.remove(request);
    if (answer.isPresent()) {
      on(event(request, answer.get()), now);
    }
  }

  private static TransferEvent event(long request, LinkAnswer answer) {
    int code = answer.code();
    if (code == CoapCode.CONTENT) {
      return new TransferEvent.BlockArrived(
          request, answer.block(), answer.payload(), answer.roundTrip());
    }
    return code == CoapCode.UNAVAILABLE || code == CoapCode.TOO_MANY
        ? new TransferEvent.Deferred(request, answer.maxAge())
        : new TransferEvent.Refused(request, code);
  }

  private long step() {
    return present * PROGRESS_STEPS / layout.blocks();
  }

  /** The blocks of which nothing is missing. */
  private static BitSet present(BlobLayout layout, List<ByteRange> missing) {
    BitSet present = new BitSet(layout.blocks());
    present.set(0, layout.blocks());
    for (ByteRange range : missing) {
      int first = (int) (range.offset() / layout.blockSize());
      int last = (int) ((range.end() - 1) / layout.blockSize());
      present.clear(first, last + 1);
    }
    return present;
  }
}
