package io.firmament.server.app;

import io.firmament.protocol.value.ProductId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Tells the event stream something that an operator wants to be told. */
public final class PublishEvent {
  /** Characters of a name, as in Particle's cloud. */
  public static final int MAX_NAME = 64;

  /** Octets of what is told, in UTF-8. */
  public static final int MAX_DATA_BYTES = 1024;

  /** What one caller may tell at once. */
  static final int BURST = 40;

  /** After which he may tell one more. */
  static final Duration PACE = Duration.ofMillis(100);

  private final StateStore store;
  private final InstantSource clock;
  private final Allowance<String> allowance = new Allowance<>(BURST, PACE);

  PublishEvent(StateStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Publishes an event; it is durable when this returns.
   *
   * @param product to whose readers it goes, too; empty for those of all events only
   * @param name 1 to {@link #MAX_NAME} printable ASCII characters; not one of the cloud's own
   * @param data at most {@link #MAX_DATA_BYTES} octets
   * @return the event's id
   * @throws RefusedException INVALID when the name or the data is not so, TOO_MANY when the caller
   *     has told more than he may
   */
  public long publish(Optional<ProductId> product, String name, String data, Caller caller)
      throws RefusedException {
    requireName(name);
    int octets = data.getBytes(StandardCharsets.UTF_8).length;
    if (octets > MAX_DATA_BYTES) {
      throw invalid(
          "an event's data takes at most " + MAX_DATA_BYTES + " octets, but has " + octets,
          "send less, or where the rest is found");
    }
    Instant now = clock.instant();
    if (!allowance.take(caller.name(), now)) {
      throw new RefusedException(
          RefusedException.Kind.TOO_MANY,
          "more than " + BURST + " events at once, or one in " + PACE.toMillis() + " ms",
          "wait a moment, then go on slower");
    }
    ServerEvent event =
        new ServerEvent(
            name, data, now, Optional.empty(), product, ServerEvent.NO_VERSION, caller.name());
    try {
      return store.commit(Change.change().event(event).build());
    } catch (ConflictException e) {
      throw new AssertionError("an event alone conflicts with nothing", e);
    }
  }

  private static void requireName(String name) throws RefusedException {
    boolean printable = name.chars().allMatch(c -> c > ' ' && c < 127);
    if (name.isEmpty() || name.length() > MAX_NAME || !printable) {
      throw invalid(
          "an event's name has 1 to " + MAX_NAME + " printable ASCII characters without blanks",
          "give it a shorter or plainer name");
    }
    if (EventNames.isSystem(name)) {
      throw invalid(
          "'" + name + "' begins as the events that the cloud itself tells",
          "choose a name that begins with none of " + EventNames.SYSTEM_PREFIXES);
    }
  }

  private static RefusedException invalid(String message, String hint) {
    return new RefusedException(RefusedException.Kind.INVALID, message, hint);
  }
}
