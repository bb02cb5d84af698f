package io.firmament.server.app;

import io.firmament.protocol.value.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Remembers what requests with an idempotency key were answered with, for a day: whoever heard no
 * answer may ask again, and gets the same one. Over a kill of the server, too, as soon as it was
 * answered; a request that was killed in between is made again, and finds what it did before.
 */
public final class KeepAnswers {
  /** Answers that are kept. */
  public static final int MOST = 10_000;

  /** How long they are kept. */
  public static final Duration LIFE = Duration.ofDays(1);

  private static final int BETWEEN_SWEEPS = 500;

  private final StateStore store;
  private final Fleet fleet;
  private final InstantSource clock;
  private final AtomicInteger sinceSweep = new AtomicInteger(BETWEEN_SWEEPS);

  KeepAnswers(StateStore store, Fleet fleet, InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.clock = clock;
  }

  /** What a caller was answered who asked with this key before. */
  public Optional<KeptAnswer> find(Caller caller, String key) {
    return store
        .find(Tables.ANSWERS, of(caller, key))
        .map(Stored::value)
        .filter(answer -> !isOver(answer));
  }

  /** Keeps an answer. */
  public void keep(Caller caller, String key, Digest request, int status, String body)
      throws RefusedException {
    KeptAnswer answer = new KeptAnswer(request, status, body, Map.of(), clock.instant());
    Conflicts.again(
        () -> {
          Change.Builder change = Change.change();
          String name = of(caller, key);
          if (sinceSweep.incrementAndGet() > BETWEEN_SWEEPS) {
            sinceSweep.set(0);
            sweep(change, name);
          }
          return store.commit(change.put(Tables.ANSWERS, name, answer).build());
        });
  }

  private void sweep(Change.Builder change, String but) {
    List<Stored<KeptAnswer>> all =
        fleet.stored(Tables.ANSWERS, "").stream()
            .sorted(Comparator.comparing(a -> a.value().at()))
            .toList();
    int tooMany = Math.max(0, all.size() - (MOST - BETWEEN_SWEEPS));
    Set<String> oldest = new HashSet<>();
    all.stream().limit(tooMany).forEach(a -> oldest.add(a.key()));
    all.stream()
        .filter(a -> isOver(a.value()) || oldest.contains(a.key()))
        .filter(a -> !a.key().equals(but))
        .forEach(a -> change.remove(Tables.ANSWERS, a));
  }

  private boolean isOver(KeptAnswer answer) {
    Instant end = answer.at().plus(LIFE);
    return !clock.instant().isBefore(end);
  }

  private static String of(Caller caller, String key) {
    String who = caller.token().map(Digest::hex).orElse(caller.name());
    return Digest.of((who + "\n" + key).getBytes(StandardCharsets.UTF_8)).hex();
  }
}
