package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.device.Product;
import io.firmament.server.release.Flash;
import io.firmament.server.targeting.Decision;
import io.firmament.server.targeting.ReasonCode;
import io.firmament.server.targeting.Targeting;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.AttemptState;
import io.firmament.server.trigger.Trigger;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Lock;

/**
 * Sends firmware that is no release to one device (features TGT3 to TGT5, API1, CLI1): a plan with
 * one owner and one device. It comes before every rule and waits for no session and no turn; it
 * overrides no other gate. A development device keeps what it got; when it has ended, another one
 * has its own target again.
 */
public final class FlashDevice {
  private final StateStore store;
  private final Fleet fleet;
  private final Sessions sessions;
  private final BlobOwners owners;
  private final SweepBlobs sweep;
  private final PrepareFlash prepare;
  private final OfferUpdate offers;
  private final PushOffers push;
  private final InstantSource clock;

  FlashDevice(
      Ports ports,
      Fleet fleet,
      Sessions sessions,
      BlobOwners owners,
      SweepBlobs sweep,
      PrepareFlash prepare,
      OfferUpdate offers,
      PushOffers push) {
    this.store = ports.state();
    this.fleet = fleet;
    this.sessions = sessions;
    this.owners = owners;
    this.sweep = sweep;
    this.prepare = prepare;
    this.offers = offers;
    this.push = push;
    this.clock = ports.clock();
  }

  /**
   * Flashes a device, claimed or not.
   *
   * @param content the file; read to its end, not closed
   * @return done when the device has answered; where it has not taken it, nothing happens later
   *     either
   * @throws RefusedException NOT_FOUND when there is no such device, CONFLICT when devices would
   *     not believe this server
   * @throws IOException when the content cannot be read or kept
   */
  public CompletionStage<FlashReply> flash(NewFlash wish, InputStream content, Caller caller)
      throws RefusedException, IOException {
    DeviceRecord device = EditDevice.found(fleet.device(wish.device()), wish.device()).value();
    Product product =
        fleet
            .product(device.product())
            .orElseThrow(() -> FindProduct.notFound(device.product().toString()));
    byte[] file = content.readNBytes(UploadFirmware.MAX_IMAGE_BYTES + 1);
    try {
      Flash draft = prepare.draft(wish, device, product, file, clock.instant(), caller);
      Optional<FlashReply> closed = judge(device, draft);
      return closed.isPresent()
          ? CompletableFuture.completedStage(closed.get())
          : begin(draft, wish, device, product, file);
    } catch (FlashRefusedException e) {
      return CompletableFuture.completedStage(e.reply());
    }
  }

  /** What the decision says of a device for which this was the target; empty to go on. */
  private Optional<FlashReply> judge(DeviceRecord device, Flash flash) {
    Instant now = clock.instant();
    boolean busy =
        fleet.catalogue(device.product()).flash(device.id()).isPresent()
            || fleet
                .attempt(device.id())
                .map(Stored::value)
                .filter(a -> !a.state().ended() && fleet.isWanted(device, a, now))
                .isPresent();
    if (busy) {
      return Optional.of(FlashRule.busy(device.id()));
    }
    Decision decision =
        Targeting.decide(
            withoutHold(device, flash, now),
            sessions.presence(device, now),
            fleet.catalogue(device.product()).flashed(flash),
            now);
    return decision.closed().stream()
        .findFirst()
        .map(
            gate ->
                gate.code() == ReasonCode.UP_TO_DATE
                    ? new FlashReply.Running()
                    : FlashRule.refused(device.id(), gate));
  }

  /** To flash what failed here before is to try it again; the loop guard has its own time. */
  private static DeviceRecord withoutHold(DeviceRecord device, Flash flash, Instant now) {
    boolean guarded = device.guard(flash.firmware().image(), now).isPresent();
    return guarded ? device : device.withoutFailures(flash.firmware().image());
  }

  private CompletionStage<FlashReply> begin(
      Flash draft, NewFlash wish, DeviceRecord device, Product product, byte[] file)
      throws FlashRefusedException, RefusedException, IOException {
    Lock hold = sweep.hold();
    Flash flash;
    Optional<FlashReply> refused;
    boolean remembered = false;
    try {
      flash = prepare.make(draft, wish, device, product, file);
      // Before anybody can offer it: a fast device asks for a block at once.
      owners.add(flash.firmware());
      sweep.remember(flash);
      remembered = true;
      refused = Conflicts.again(() -> commit(flash));
    } finally {
      if (!remembered) {
        sweep.strayed();
      }
      hold.unlock();
    }
    return refused.isPresent()
        ? CompletableFuture.completedStage(refused.get())
        : offer(flash).handle((done, failure) -> outcome(flash, failure));
  }

  /** Looks again: the device may have changed while the file was made ready. */
  private Optional<FlashReply> commit(Flash flash) throws RefusedException, ConflictException {
    Stored<DeviceRecord> read = EditDevice.found(fleet.device(flash.device()), flash.device());
    Optional<FlashReply> closed = judge(read.value(), flash);
    if (closed.isEmpty()) {
      DeviceRecord after = withoutHold(read.value(), flash, clock.instant());
      store.commit(
          Change.change()
              .replace(Tables.DEVICES, read, after)
              .create(Tables.FLASHES, Tables.key(after.product(), after.id()), flash)
              .build());
    }
    return closed;
  }

  private CompletionStage<Void> offer(Flash flash) {
    DeviceId device = flash.device();
    return offers
        .due(new OfferUpdate.Wanted(device, Trigger.CHANGE, List.of()))
        .thenCompose(
            offer ->
                offer.isPresent()
                    ? push.send(device, Trigger.CHANGE, offer.get())
                    : PushOffers.nothing());
  }

  private FlashReply outcome(Flash flash, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    Optional<Attempt> attempt =
        fleet
            .attempt(flash.device())
            .map(Stored::value)
            .filter(a -> a.manifest().equals(flash.manifest()));
    if (cause instanceof UnreachableException unreachable) {
      return givenUp(flash, FlashRule.offline(flash.device(), said(unreachable)));
    } else if (cause != null) {
      throw new CompletionException(cause);
    } else if (attempt.isEmpty()) {
      return givenUp(flash, FlashRule.offline(flash.device(), "is not any more what it was"));
    } else if (attempt.get().state() == AttemptState.FAILED) {
      return FlashRule.refused(flash.device(), attempt.get().detail());
    }
    return new FlashReply.Started();
  }

  private static String said(UnreachableException unreachable) {
    return unreachable.why() == UnreachableException.Why.TIMEOUT
        ? "did not answer"
        : "cannot be reached";
  }

  /** What was refused does not happen later: whoever heard the offer is told to give it up. */
  private FlashReply givenUp(Flash flash, FlashReply.Refused reply) {
    try {
      Conflicts.again(
          () -> {
            DeviceRecord device =
                EditDevice.found(fleet.device(flash.device()), flash.device()).value();
            String key = Tables.key(device.product(), device.id());
            Optional<Stored<Flash>> there = store.find(Tables.FLASHES, key);
            if (there.filter(f -> f.value().equals(flash)).isPresent()) {
              store.commit(Change.change().remove(Tables.FLASHES, there.get()).build());
            }
            return device;
          });
    } catch (RefusedException gone) {
      return reply;
    }
    push.push(flash.device(), Trigger.CHANGE);
    return reply;
  }
}
