package io.firmament.server.app;

import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.AttemptRule;
import io.firmament.server.transfer.AttemptState;
import io.firmament.server.trigger.Trigger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers what is due to devices that are here. */
public final class PushOffers {
  private static final Logger LOG = LoggerFactory.getLogger(PushOffers.class);

  /** So many repetitions wait at most: who finds no place is looked at again. */
  private static final int MAX_AGAIN = 500;

  private final StateStore store;
  private final Fleet fleet;
  private final Sessions sessions;
  private final OfferUpdate offerUpdate;
  private final WithdrawUpdate withdraw;
  private final TellPending tellPending;
  private final TellForced tellForced;
  private final SweepBlobs sweep;
  private final NoteContact noteContact;
  private final DeviceLink link;
  private final InstantSource clock;
  private final Executor work;
  private final Map<DeviceId, Long> told = new ConcurrentHashMap<>();

  /** Repetitions that nobody has got round to yet. */
  private final Set<DeviceId> again = ConcurrentHashMap.newKeySet();

  /** The last offers that devices answered what the protocol does not know. */
  private final Map<DeviceId, Long> misunderstood = new ConcurrentHashMap<>();

  /** Who was heard while a push failed, and is pushed to once more. */
  private final Set<DeviceId> heardMeanwhile = ConcurrentHashMap.newKeySet();

  PushOffers(
      Ports ports,
      Fleet fleet,
      Sessions sessions,
      OfferUpdate offerUpdate,
      SweepBlobs sweep,
      NoteContact noteContact) {
    this.store = ports.state();
    this.fleet = fleet;
    this.sessions = sessions;
    this.offerUpdate = offerUpdate;
    this.withdraw = new WithdrawUpdate(ports, fleet);
    this.tellPending = new TellPending(ports, fleet, sessions);
    this.tellForced = new TellForced(ports, fleet, sessions);
    this.sweep = sweep;
    this.noteContact = noteContact;
    this.link = ports.link();
    this.clock = ports.clock();
    this.work = ports.work();
  }

  /**
   * Offers a device what is due to it, if anything is, and cancels what is due no more; works in
   * the background.
   *
   * @param trigger why
   */
  public void push(DeviceId device, Trigger trigger) {
    work.execute(() -> pushNow(device, trigger));
  }

  /**
   * Offers a device what is due to it once more, even if it was told already; works in the
   * background.
   *
   * @return whether that will happen: not while too much is to be done
   */
  boolean pushAgain(DeviceId device) {
    if (again.size() >= MAX_AGAIN) {
      return false;
    }
    if (again.add(device)) {
      told.remove(device);
      work.execute(
          () -> {
            again.remove(device);
            pushNow(device, Trigger.CHANGE);
          });
    }
    return true;
  }

  /** Offers all devices of a product that are here what is due to them; works in the background. */
  public void pushAll(ProductId product) {
    work.execute(
        () ->
            sessions.online(clock.instant()).stream()
                .filter(d -> fleet.device(d).filter(r -> isOf(r, product)).isPresent())
                .forEach(d -> push(d, Trigger.CHANGE)));
  }

  /** Does what follows a contact that brought no offer, if anything does. */
  void follow(DeviceId device) {
    sweep.sweepSoon();
    if (isToBeTold(device)) {
      push(device, Trigger.CHANGE);
    }
  }

  /** Whether a device should know something beside an offer: a word that it did not get is due. */
  boolean isToBeTold(DeviceId device) {
    return withdraw.isDue(device) || tellForced.isDue(device) || tellPending.isDue(device);
  }

  private void pushNow(DeviceId device, Trigger trigger) {
    if (sessions.find(device).filter(s -> s.isOnline(clock.instant())).isEmpty()) {
      return;
    }
    Optional<Attempt> running =
        fleet.attempt(device).map(Stored::value).filter(a -> !a.state().ended());
    Instant since = clock.instant();
    settle(
        device,
        since,
        tellForced
            .tell(device)
            .thenCompose(told -> withdraw.withdraw(device))
            .thenCompose(
                done -> offerUpdate.due(new OfferUpdate.Wanted(device, trigger, List.of())))
            .thenCompose(
                offer ->
                    offer.isEmpty()
                        ? tellPending.tell(device)
                        : offer
                            .filter(o -> !isUnderWay(running, o))
                            .map(o -> send(device, trigger, o))
                            .orElseGet(PushOffers::nothing)));
  }

  private static boolean isUnderWay(Optional<Attempt> running, Offer offer) {
    return running
        .filter(a -> a.commandId() == offer.commandId() && a.state() != AttemptState.OFFERED)
        .isPresent();
  }

  /** Two changes behind each other need one offer; a session that begins anew gets it again. */
  private boolean isTold(DeviceId device, Trigger trigger, Offer offer) {
    Long before = told.put(device, offer.commandId());
    return trigger == Trigger.CHANGE && before != null && before == offer.commandId();
  }

  /** Offers something, and takes a refusal in. */
  CompletionStage<Void> send(DeviceId device, Trigger trigger, Offer offer) {
    if (isTold(device, trigger, offer)) {
      return nothing();
    }
    return link.offer(device, offer)
        .whenComplete((reply, failure) -> answered(device, offer, cause(failure)))
        .thenCompose(
            reply ->
                reply instanceof DeviceLink.OfferReply.Refused refused
                    ? Conflicts.retried(() -> refused(device, offer.commandId(), refused.reason()))
                    : nothing());
  }

  /** An offer that came to nothing is made again: what a device meant is told once. */
  private void answered(DeviceId device, Offer offer, Throwable failure) {
    if (failure == null) {
      misunderstood.remove(device);
      return;
    }
    told.remove(device, offer.commandId());
    if (failure instanceof UnreachableException unreachable
        && unreachable.why() == UnreachableException.Why.MALFORMED_ANSWER
        && !Long.valueOf(offer.commandId()).equals(misunderstood.put(device, offer.commandId()))) {
      LOG.info("an offer is repeated later: {}", unreachable.getMessage());
      String said = "the offer was not understood: " + unreachable.detail();
      Conflicts.retried(() -> noted(device, offer.commandId(), said));
    }
  }

  /** Nothing waits for that: it is for people who look for a reason. */
  private CompletionStage<Long> noted(DeviceId device, long commandId, String said) {
    Optional<Stored<Attempt>> latest =
        fleet
            .attempt(device)
            .filter(a -> a.value().commandId() == commandId)
            .filter(a -> a.value().state() == AttemptState.OFFERED)
            .filter(a -> !a.value().detail().equals(said));
    return latest.isPresent()
        ? store.submit(
            Change.change()
                .replace(Tables.ATTEMPTS, latest.get(), latest.get().value().noting(said))
                .build())
        : CompletableFuture.completedStage(store.lastSequence());
  }

  private CompletionStage<Void> refused(DeviceId id, long commandId, RefusalReason reason) {
    Optional<Stored<DeviceRecord>> device = fleet.device(id);
    Optional<Stored<Attempt>> latest =
        fleet
            .attempt(id)
            .filter(a -> a.value().commandId() == commandId && !a.value().state().ended());
    if (device.isEmpty() || latest.isEmpty()) {
      return nothing();
    }
    Change.Builder change = Change.change();
    DeviceRecord after =
        RecordOutcome.step(
            change,
            device.get().value(),
            latest.get(),
            AttemptRule.failed(reason),
            clock.instant());
    change.replace(Tables.DEVICES, device.get(), after);
    return store.submit(change.build()).thenApply(sequence -> null);
  }

  /**
   * Notes what became of something that was asked of a device.
   *
   * @param since when it was asked
   */
  void settle(DeviceId device, Instant since, CompletionStage<Void> stage) {
    stage.whenComplete(
        (done, failure) -> {
          Throwable cause = cause(failure);
          if (cause instanceof UnreachableException unreachable) {
            away(device, since, unreachable);
          } else if (cause != null) {
            told.remove(device);
            LOG.error("nothing could be offered to {}: {}", device, cause.toString());
          } else {
            heardMeanwhile.remove(device);
          }
        });
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException ? failure.getCause() : failure;
  }

  /** One that was heard meanwhile is here, and is pushed to once more. */
  private void away(DeviceId device, Instant since, UnreachableException unreachable) {
    told.remove(device);
    LOG.debug("{}", unreachable.getMessage());
    if (unreachable.why() == UnreachableException.Why.MALFORMED_ANSWER) {
      return;
    }
    if (noteContact.lost(device, since) || !heardMeanwhile.add(device)) {
      heardMeanwhile.remove(device);
    } else {
      push(device, Trigger.CHANGE);
    }
  }

  private static boolean isOf(Stored<DeviceRecord> device, ProductId product) {
    return device.value().product().equals(product);
  }

  static CompletionStage<Void> nothing() {
    return CompletableFuture.completedStage(null);
  }
}
