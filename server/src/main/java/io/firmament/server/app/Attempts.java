package io.firmament.server.app;

import io.firmament.protocol.value.DeviceId;
import io.firmament.server.transfer.Attempt;
import io.firmament.server.transfer.AttemptState;
import java.time.Instant;
import java.util.Optional;

/** Where attempts are kept: the latest of a device at hand, those that ended for good. */
final class Attempts {
  private Attempts() {}

  /** Puts a new attempt in the place of the latest one, which ends if it has not. */
  static void replace(
      Change.Builder change,
      DeviceId device,
      Optional<Stored<Attempt>> latest,
      Attempt next,
      Instant now) {
    latest
        .map(Stored::value)
        .filter(a -> !a.state().ended())
        .ifPresent(
            a -> remember(change, device, a.in(AttemptState.SUPERSEDED, "another target", now)));
    write(change, device, latest, next);
  }

  /** Puts the latest attempt further on; one that has ended is remembered for good, too. */
  static void move(Change.Builder change, DeviceId device, Stored<Attempt> latest, Attempt next) {
    write(change, device, Optional.of(latest), next);
    if (next.state().ended()) {
      remember(change, device, next);
    }
  }

  /** What became of an attempt that another one has taken the place of. */
  static void correct(Change.Builder change, Stored<Attempt> past, Attempt next) {
    change.replace(Tables.ATTEMPT_HISTORY, past, next);
  }

  private static void write(
      Change.Builder change, DeviceId device, Optional<Stored<Attempt>> latest, Attempt next) {
    latest.ifPresentOrElse(
        l -> change.replace(Tables.ATTEMPTS, l, next),
        () -> change.create(Tables.ATTEMPTS, Tables.key(device), next));
  }

  private static void remember(Change.Builder change, DeviceId device, Attempt ended) {
    String key = Tables.numbered(Tables.key(device), ended.commandId());
    change.put(Tables.ATTEMPT_HISTORY, key, ended);
  }
}
