package io.firmament.server.app;

import io.firmament.protocol.message.Cancel;
import io.firmament.protocol.message.FullHello;
import io.firmament.protocol.message.HelloAnswer;
import io.firmament.protocol.message.Offer;
import io.firmament.protocol.message.RefusalReason;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.session.Session;
import io.firmament.server.targeting.Target;
import io.firmament.server.targeting.Targeting;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.AttemptRule;
import io.firmament.server.transfer.AttemptState;
import io.firmament.server.trigger.ContactRule;
import io.firmament.server.trigger.Trigger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers what is due to devices that are here. */
public final class PushOffers {
  private static final Logger LOG = LoggerFactory.getLogger(PushOffers.class);
  private final StateStore store;
  private final Fleet fleet;
  private final Sessions sessions;
  private final OfferUpdate offerUpdate;
  private final ReceiveHello receiveHello;
  private final NoteContact noteContact;
  private final DeviceLink link;
  private final InstantSource clock;
  private final Executor work;
  private final Map<DeviceId, Instant> asked = new ConcurrentHashMap<>();
  private final Map<DeviceId, Long> told = new ConcurrentHashMap<>();

  PushOffers(
      Ports ports,
      Fleet fleet,
      Sessions sessions,
      OfferUpdate offerUpdate,
      ReceiveHello receiveHello,
      NoteContact noteContact) {
    this.store = ports.state();
    this.fleet = fleet;
    this.sessions = sessions;
    this.offerUpdate = offerUpdate;
    this.receiveHello = receiveHello;
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

  /** Offers all devices of a product that are here what is due to them; works in the background. */
  public void pushAll(ProductId product) {
    work.execute(
        () ->
            sessions.online(clock.instant()).stream()
                .filter(d -> fleet.device(d).filter(r -> isOf(r, product)).isPresent())
                .forEach(d -> push(d, Trigger.CHANGE)));
  }

  /**
   * Asks devices that said no hello after their handshake what they are, and notes those that are
   * away. To be called every second or so; never waits.
   */
  public void lookAfterSessions() {
    Instant now = clock.instant();
    sessions.all().forEach((device, session) -> lookAfter(device, session, now));
  }

  private void lookAfter(DeviceId device, Session session, Instant now) {
    if (!session.isOnline(now)) {
      asked.remove(device);
      if (!session.gone()) {
        noteContact.lost(device);
      }
      return;
    }
    Optional<Instant> due = ContactRule.askAt(session).filter(at -> !now.isBefore(at));
    if (due.isPresent() && !due.get().equals(asked.put(device, due.get()))) {
      work.execute(() -> ask(device));
    }
  }

  private void ask(DeviceId device) {
    settle(device, link.describe(device).thenCompose(hello -> answered(device, hello)));
  }

  private CompletionStage<Void> answered(DeviceId device, FullHello hello) {
    return receiveHello
        .receive(device, hello)
        .thenCompose(
            reply ->
                reply instanceof HelloReply.Answered answered
                        && answered.answer() instanceof HelloAnswer.Update update
                    ? send(device, sessions.trigger(device), update.offer())
                    : nothing());
  }

  private void pushNow(DeviceId device, Trigger trigger) {
    if (sessions.find(device).filter(s -> s.isOnline(clock.instant())).isEmpty()) {
      return;
    }
    Optional<Attempt> running =
        fleet.attempt(device).map(Stored::value).filter(a -> !a.state().ended());
    CompletionStage<Void> cancelled =
        running.map(a -> cancelled(device, a)).orElseGet(PushOffers::nothing);
    settle(
        device,
        cancelled
            .thenCompose(
                done -> offerUpdate.due(new OfferUpdate.Wanted(device, trigger, List.of())))
            .thenCompose(
                offer ->
                    offer
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

  /** Tells the device to give up what leads to its target no more. */
  private CompletionStage<Void> cancelled(DeviceId id, Attempt attempt) {
    Optional<DeviceRecord> device = fleet.device(id).map(Stored::value);
    Optional<Target> target = device.flatMap(d -> Targeting.target(d, fleet));
    boolean wanted =
        target
            .filter(t -> t.firmware().manifest().digest().equals(attempt.manifest()))
            .filter(t -> !t.firmware().withdrawn() && t.halted().isEmpty())
            .isPresent();
    if (wanted) {
      return nothing();
    }
    return link.cancel(id, new Cancel(attempt.commandId()))
        .handle((done, failure) -> settled(id, attempt, failure))
        .thenCompose(Function.identity());
  }

  /** Who does not understand a cancel, or is slow to answer it, still gets what is due instead. */
  private CompletionStage<Void> settled(DeviceId id, Attempt attempt, Throwable failure) {
    if (failure == null) {
      return Conflicts.retried(() -> supersede(id, attempt.commandId()));
    }
    boolean away =
        !(cause(failure) instanceof UnreachableException unreachable)
            || unreachable.why() == UnreachableException.Why.NOT_CONNECTED;
    if (away) {
      return CompletableFuture.failedStage(failure);
    }
    LOG.debug("not cancelled: {}", cause(failure).getMessage());
    return nothing();
  }

  private CompletionStage<Void> supersede(DeviceId device, long commandId) {
    Optional<Stored<Attempt>> latest =
        fleet
            .attempt(device)
            .filter(a -> a.value().commandId() == commandId && !a.value().state().ended());
    if (latest.isEmpty()) {
      return nothing();
    }
    Change.Builder change = Change.change();
    Attempt ended =
        latest.get().value().in(AttemptState.SUPERSEDED, "another target", clock.instant());
    Attempts.move(change, device, latest.get(), ended);
    return store.submit(change.build()).thenApply(sequence -> null);
  }

  private CompletionStage<Void> send(DeviceId device, Trigger trigger, Offer offer) {
    if (isTold(device, trigger, offer)) {
      return nothing();
    }
    return link.offer(device, offer)
        .thenCompose(
            reply ->
                reply instanceof DeviceLink.OfferReply.Refused refused
                    ? Conflicts.retried(() -> refused(device, offer.commandId(), refused.reason()))
                    : nothing());
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

  private void settle(DeviceId device, CompletionStage<Void> stage) {
    stage.whenComplete(
        (done, failure) -> {
          Throwable cause = cause(failure);
          if (cause instanceof UnreachableException unreachable) {
            away(device, unreachable);
          } else if (cause != null) {
            LOG.error("nothing could be offered to {}: {}", device, cause.toString());
          }
        });
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException ? failure.getCause() : failure;
  }

  private void away(DeviceId device, UnreachableException unreachable) {
    told.remove(device);
    if (unreachable.why() != UnreachableException.Why.MALFORMED_ANSWER) {
      noteContact.lost(device);
    }
    LOG.debug("{}", unreachable.getMessage());
  }

  private static boolean isOf(Stored<DeviceRecord> device, ProductId product) {
    return device.value().product().equals(product);
  }

  private static CompletionStage<Void> nothing() {
    return CompletableFuture.completedStage(null);
  }
}
