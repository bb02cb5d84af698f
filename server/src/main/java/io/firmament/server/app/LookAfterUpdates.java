package io.firmament.server.app;

import io.firmament.server.trigger.Trigger;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Gives up devices that do not come back, passes turns on to devices that wait for one, offers
 * again what nothing came of, and sees to it that blobs are swept.
 */
public final class LookAfterUpdates {
  private final Turns turns;
  private final GiveUpLost lost;
  private final PushOffers pushOffers;
  private final RepeatOffers repeat;
  private final SweepBlobs sweep;
  private final InstantSource clock;

  LookAfterUpdates(
      Turns turns,
      GiveUpLost lost,
      PushOffers pushOffers,
      RepeatOffers repeat,
      SweepBlobs sweep,
      InstantSource clock) {
    this.turns = turns;
    this.lost = lost;
    this.pushOffers = pushOffers;
    this.repeat = repeat;
    this.sweep = sweep;
    this.clock = clock;
  }

  /** To be called every second or so; never waits. */
  public void look() {
    Instant now = clock.instant();
    lost.look(now);
    turns.pass(now).forEach(device -> pushOffers.push(device, Trigger.CHANGE));
    repeat.look(now);
    sweep.look(now);
  }
}
