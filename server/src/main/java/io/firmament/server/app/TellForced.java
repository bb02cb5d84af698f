package io.firmament.server.app;

import io.firmament.protocol.message.Control;
import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.session.Session;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a device that operators force its updates, or do not any more (feature DEV6). What it knows
 * is in its flags, which its own event changes: until that has come, it is told again.
 */
final class TellForced {
  private static final Logger LOG = LoggerFactory.getLogger(TellForced.class);

  private final Fleet fleet;
  private final Sessions sessions;
  private final DeviceLink link;
  private final InstantSource clock;

  TellForced(Ports ports, Fleet fleet, Sessions sessions) {
    this.fleet = fleet;
    this.sessions = sessions;
    this.link = ports.link();
    this.clock = ports.clock();
  }

  /** Whether the device is here and should know better. */
  boolean isDue(DeviceId device) {
    return news(device).isPresent();
  }

  private Optional<Boolean> news(DeviceId id) {
    Optional<Session> session =
        sessions.find(id).filter(s -> s.greeted() && s.isOnline(clock.instant()));
    Optional<DeviceRecord> device =
        fleet.device(id).map(Stored::value).filter(d -> Unavailable.has(d, Control.FORCE));
    return session.isPresent()
        ? device
            .map(d -> d.assignment().forced())
            .filter(forced -> forced != session.get().flags().updatesForced())
        : Optional.empty();
  }

  /**
   * Tells the device. Who does not understand that, or is slow to answer it, still gets what is
   * due.
   *
   * @return fails with {@link UnreachableException} when the device is not here
   */
  CompletionStage<Void> tell(DeviceId device) {
    Optional<Boolean> news = news(device);
    return news.isPresent()
        ? link.force(device, news.get())
            .handle((done, failure) -> settled(failure))
            .thenCompose(Function.identity())
        : CompletableFuture.completedStage(null);
  }

  private static CompletionStage<Void> settled(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof UnreachableException unreachable && unreachable.mayBeThere()) {
      LOG.debug("not told that updates are forced: {}", unreachable.getMessage());
      return CompletableFuture.completedStage(null);
    }
    return cause == null
        ? CompletableFuture.completedStage(null)
        : CompletableFuture.failedStage(cause);
  }
}
