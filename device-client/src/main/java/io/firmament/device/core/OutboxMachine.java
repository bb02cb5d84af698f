package io.firmament.device.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is to be done, and who waits for which answer. */
final class OutboxMachine {
  /** What follows an answer; an empty one says that none will come. */
  @FunctionalInterface
  interface Continuation {
    void accept(Optional<LinkAnswer> answer, Moment now) throws StorageFailedException;

    /** None will come, for a reason that is told to people. */
    default void unanswered(String why, Moment now) throws StorageFailedException {
      accept(Optional.empty(), now);
    }
  }

  private record Waiting(Duration since, Continuation then) {}

  /** Who waits for an answer that is sent again until it comes; the oldest first. */
  private final TreeMap<Long, Waiting> confirmable = new TreeMap<>();

  /** Who waits for one that may get lost. */
  private final Map<Long, Waiting> others = new HashMap<>();

  private List<UpdateAction> actions = new ArrayList<>();
  private long next;

  void say(UpdateAction action) {
    actions.add(action);
  }

  void tell(Notice notice) {
    say(new UpdateAction.Tell(notice));
  }

  /** Sends a request; its number. */
  long ask(LinkRequest request, Moment now, Continuation then) {
    long exchange = next++;
    Map<Long, Waiting> waiting = request.confirmable() ? confirmable : others;
    waiting.put(exchange, new Waiting(now.uptime(), then));
    say(new UpdateAction.Send(exchange, request));
    return exchange;
  }

  void forget(long exchange) {
    if (remove(exchange) != null) {
      say(new UpdateAction.Forget(exchange));
    }
  }

  private Waiting remove(long exchange) {
    Waiting removed = others.remove(exchange);
    return removed == null ? confirmable.remove(exchange) : removed;
  }

  /** An answer came; one that nobody waits for is nothing. */
  void settle(long exchange, LinkAnswer answer, Moment now) throws StorageFailedException {
    Waiting settled = remove(exchange);
    if (settled != null) {
      settled.then().accept(Optional.of(answer), now);
    }
  }

  /** An answer will not come; one that nobody waits for is nothing. */
  void unanswered(long exchange, String why, Moment now) throws StorageFailedException {
    Waiting settled = remove(exchange);
    if (settled != null) {
      settled.then().unanswered(why, now);
    }
  }

  /** The connection is gone: confirmable requests are given up, each one's sender is told. */
  void abandon(Moment now) throws StorageFailedException {
    for (long exchange : List.copyOf(confirmable.keySet())) {
      Waiting entry = confirmable.get(exchange);
      if (entry != null) {
        forget(exchange);
        entry.then().accept(Optional.empty(), now);
      }
    }
  }

  /** Whether it waits for its answer and is sent again until it comes. */
  boolean isConfirmable(long exchange) {
    return confirmable.containsKey(exchange);
  }

  /** Since when the longest-waiting confirmable request has been under way. */
  Optional<Duration> confirmableSince() {
    return Optional.ofNullable(confirmable.firstEntry()).map(oldest -> oldest.getValue().since());
  }

  List<UpdateAction> drain() {
    List<UpdateAction> drained = actions;
    actions = new ArrayList<>();
    return drained;
  }
}
