package io.firmament.device.core;

import io.firmament.protocol.codec.CommandCodec;
import io.firmament.protocol.codec.DecodeException;
import io.firmament.protocol.message.Paths;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What time it is, for what expires. A device whose clock is trusted believes its clock. Any other
 * asks the cloud, which says so within an authenticated session, and counts on from there; where
 * the cloud says nothing, it is as early as can be. Nothing is ever taken to be before the floor.
 */
final class ClockMachine {
  private record Said(Instant time, Duration at) {}

  private final OutboxMachine outbox;
  private final SlotStore store;
  private final boolean trusted;
  private Optional<Said> said = Optional.empty();

  ClockMachine(OutboxMachine outbox, SlotStore store, boolean trusted) {
    this.outbox = outbox;
    this.store = store;
    this.trusted = trusted;
  }

  /** Whether there is nobody to ask. */
  boolean isKnown() {
    return trusted || said.isPresent();
  }

  /** The time: no earlier than the newest manifest that was ever confirmed here. */
  Instant time(Moment now) {
    Instant floor = store.floors().issued();
    Instant time =
        trusted
            ? now.time()
            : said.map(s -> s.time().plus(now.uptime()).minus(s.at())).orElse(floor);
    return time.isBefore(floor) ? floor : time;
  }

  /** Asks the cloud; an answer that is none leaves everything as it was. The request's number. */
  long ask(Moment now, OutboxMachine.Continuation then) {
    return outbox.ask(
        LinkRequest.get(List.of(Paths.TIME), true),
        now,
        (answer, moment) -> {
          answer.ifPresent(a -> take(a, moment));
          then.accept(answer, moment);
        });
  }

  private void take(LinkAnswer answer, Moment now) {
    if (answer.code() == CoapCode.CONTENT) {
      try {
        said = Optional.of(new Said(CommandCodec.decodeTime(answer.payload()), now.uptime()));
      } catch (DecodeException malformed) {
        // No time is better than a wrong one.
      }
    }
  }
}
