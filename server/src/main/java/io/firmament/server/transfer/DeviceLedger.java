package io.firmament.server.transfer;

import java.time.Instant;
import java.util.Optional;

/**
 * What a device has cost on the wire (feature OBS3).
 *
 * @param since from when on it was counted
 * @param all everything
 * @param update its latest update, if there was one
 * @param run the number of the server's run that counted last ({@link Runs})
 */
public record DeviceLedger(Instant since, WireBytes all, Optional<UpdateBytes> update, long run) {
  /** One that begins now. */
  public static DeviceLedger begun(Instant now, long run) {
    return new DeviceLedger(now, WireBytes.NONE, Optional.empty(), run);
  }

  /** The same with more; an update that is under way has cost as much more. */
  public DeviceLedger plus(WireBytes more, boolean underWay) {
    return new DeviceLedger(
        since, all.plus(more), underWay ? update.map(u -> u.plus(more)) : update, run);
  }

  /** The same with another update. */
  public DeviceLedger with(UpdateBytes other) {
    return new DeviceLedger(since, all, Optional.of(other), run);
  }

  /** The same, counted on in another run. */
  public DeviceLedger inRun(long now) {
    return new DeviceLedger(since, all, update, now);
  }
}
