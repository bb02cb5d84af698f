package io.firmament.server.app;

import io.firmament.protocol.message.Cancel;
import io.firmament.protocol.message.ModuleState;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ModuleName;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.AttemptState;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a device to give up what does not lead to its target any more. The device keeps what it
 * received, so that a later offer of the same goes on there.
 */
final class WithdrawUpdate {
  private static final Logger LOG = LoggerFactory.getLogger(WithdrawUpdate.class);

  private final StateStore store;
  private final Fleet fleet;
  private final DeviceLink link;
  private final InstantSource clock;

  WithdrawUpdate(Ports ports, Fleet fleet) {
    this.store = ports.state();
    this.fleet = fleet;
    this.link = ports.link();
    this.clock = ports.clock();
  }

  /** Whether there is something to be withdrawn. */
  boolean isDue(DeviceId device) {
    return unwanted(device).isPresent();
  }

  private Optional<Attempt> unwanted(DeviceId id) {
    Optional<DeviceRecord> device = fleet.device(id).map(Stored::value);
    return fleet
        .attempt(id)
        .map(Stored::value)
        .filter(a -> !a.state().ended())
        .filter(a -> device.filter(d -> isOnTrial(d, a)).isEmpty())
        .filter(a -> device.filter(d -> fleet.isWanted(d, a, clock.instant())).isEmpty());
  }

  /** What runs already can be confirmed or left, and not be taken back. */
  private static boolean isOnTrial(DeviceRecord device, Attempt attempt) {
    return device
        .facts()
        .flatMap(f -> f.running(ModuleName.APPLICATION))
        .filter(m -> m.state() == ModuleState.TRIAL && m.image().equals(attempt.image()))
        .isPresent();
  }

  /**
   * Withdraws what is under way and not wanted.
   *
   * @return fails with {@link UnreachableException} when the device is not here
   */
  CompletionStage<Void> withdraw(DeviceId device) {
    Optional<Attempt> attempt = unwanted(device);
    if (attempt.isEmpty()) {
      return nothing();
    }
    return link.cancel(device, new Cancel(attempt.get().commandId()))
        .handle((done, failure) -> settled(device, attempt.get(), failure))
        .thenCompose(Function.identity());
  }

  /** Who does not understand a cancel, or is slow to answer it, still gets what is due instead. */
  private CompletionStage<Void> settled(DeviceId id, Attempt attempt, Throwable failure) {
    if (failure == null) {
      return Conflicts.retried(() -> supersede(id, attempt.commandId()));
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    boolean away =
        !(cause instanceof UnreachableException unreachable) || !unreachable.mayBeThere();
    if (away) {
      return CompletableFuture.failedStage(cause);
    }
    LOG.debug("not cancelled: {}", cause.getMessage());
    return nothing();
  }

  private CompletionStage<Void> supersede(DeviceId id, long commandId) {
    Optional<Stored<Attempt>> latest =
        fleet
            .attempt(id)
            .filter(a -> a.value().commandId() == commandId && !a.value().state().ended());
    if (latest.isEmpty()) {
      return nothing();
    }
    boolean stopped =
        fleet
            .device(id)
            .filter(d -> d.value().isCancelled(latest.get().value().image()))
            .isPresent();
    String why = stopped ? "cancelled" : "another target";
    Attempt ended = latest.get().value().in(AttemptState.SUPERSEDED, why, clock.instant());
    Change.Builder change = Change.change();
    Attempts.move(change, id, latest.get(), ended);
    return store.submit(change.build()).thenApply(sequence -> null);
  }

  private static CompletionStage<Void> nothing() {
    return CompletableFuture.completedStage(null);
  }
}
