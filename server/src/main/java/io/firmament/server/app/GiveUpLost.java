package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.device.DeviceRecord;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.AttemptState;
import io.firmament.server.transfer.LostRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/** Notes devices that went to boot a new image and did not come back. */
final class GiveUpLost {
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final int PAGE = 1_000;

  private final StateStore store;
  private final Fleet fleet;
  private final Sessions sessions;
  private final BreakRelease breaker;
  private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MIN);

  GiveUpLost(StateStore store, Fleet fleet, Sessions sessions, BreakRelease breaker) {
    this.store = store;
    this.fleet = fleet;
    this.sessions = sessions;
    this.breaker = breaker;
  }

  /** Looks at all updates that are under way, once a minute at most. */
  void look(Instant now) {
    if (now.isBefore(next.get())) {
      return;
    }
    next.set(now.plus(EVERY));
    String after = "";
    List<Stored<Attempt>> page;
    do {
      page = store.list(Tables.ATTEMPTS, "", after, PAGE);
      for (Stored<Attempt> attempt : page) {
        if (attempt.value().state() == AttemptState.REBOOTING) {
          DeviceId device = new DeviceId(attempt.key());
          Conflicts.retried(() -> once(device, now));
        }
        after = attempt.key();
      }
    } while (page.size() == PAGE);
  }

  private CompletionStage<Void> once(DeviceId id, Instant now) {
    Optional<Stored<DeviceRecord>> device = fleet.device(id);
    Optional<Stored<Attempt>> attempt = fleet.attempt(id);
    if (device.isEmpty()
        || attempt.isEmpty()
        || !LostRule.isLost(
            attempt.get().value(), sessions.presence(device.get().value(), now), now)) {
      return CompletableFuture.completedStage(null);
    }
    Change.Builder change = Change.change();
    DeviceRecord after = RecordOutcome.lost(change, device.get().value(), attempt.get(), now);
    change.replace(Tables.DEVICES, device.get(), after);
    return store.submit(change.build()).thenAccept(sequence -> breaker.failed(after.product()));
  }
}
