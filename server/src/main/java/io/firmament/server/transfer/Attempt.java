package io.firmament.server.transfer;

import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import java.time.Instant;
import java.util.Optional;

/**
 * One update of one device, from its offer to its end.
 *
 * @param firstCommandId the command id that it was offered under first
 * @param commandId the command id that it was offered under last
 * @param image what is to be installed
 * @param manifest the digest of its manifest
 * @param from the version that the device ran, if it had one
 * @param to the version that is to be installed
 * @param cause who and what caused it
 * @param offeredAt when the offer was journaled
 * @param state how far it is
 * @param reached how far it came, before it ended
 * @param since since when
 * @param detail the device's word for a failure, or what it answered to an offer that is repeated;
 *     empty otherwise
 * @param restarts how often the device began it anew without getting on
 */
public record Attempt(
    long firstCommandId,
    long commandId,
    Digest image,
    Digest manifest,
    Optional<FirmwareVersion> from,
    FirmwareVersion to,
    Cause cause,
    Instant offeredAt,
    AttemptState state,
    AttemptState reached,
    Instant since,
    String detail,
    Restarts restarts) {
  /** An attempt that begins. */
  public static Attempt offered(
      long commandId,
      Digest image,
      Digest manifest,
      Optional<FirmwareVersion> from,
      FirmwareVersion to,
      Cause cause,
      Instant now) {
    return new Attempt(
        commandId,
        commandId,
        image,
        manifest,
        from,
        to,
        cause,
        now,
        AttemptState.OFFERED,
        AttemptState.OFFERED,
        now,
        "",
        Restarts.NONE);
  }

  /** Whether it was offered under this command id, or another command of its time was. */
  public boolean spans(long command) {
    return firstCommandId <= command && command <= commandId;
  }

  /** The same, offered under another command id. */
  public Attempt renumbered(long now) {
    return new Attempt(
        firstCommandId,
        now,
        image,
        manifest,
        from,
        to,
        cause,
        offeredAt,
        state,
        reached,
        since,
        detail,
        restarts);
  }

  /** The same, further on; unchanged where it is in that state already. */
  public Attempt in(AttemptState now, String why, Instant at) {
    return now == state
        ? this
        : new Attempt(
            firstCommandId,
            commandId,
            image,
            manifest,
            from,
            to,
            cause,
            offeredAt,
            now,
            now.ended() || now.compareTo(reached) < 0 ? reached : now,
            at,
            why,
            restarts);
  }

  /** The same with another word on it: why nothing has come of it so far. */
  public Attempt noting(String why) {
    return new Attempt(
        firstCommandId,
        commandId,
        image,
        manifest,
        from,
        to,
        cause,
        offeredAt,
        state,
        reached,
        since,
        why,
        restarts);
  }

  /** The same after the device began once more. */
  public Attempt withRestarts(Restarts now) {
    return new Attempt(
        firstCommandId,
        commandId,
        image,
        manifest,
        from,
        to,
        cause,
        offeredAt,
        state,
        reached,
        since,
        detail,
        now);
  }
}
