package io.firmament.server.store;

import static io.firmament.server.app.Change.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.value.ProductId;
import io.firmament.server.app.Change;
import io.firmament.server.app.ConflictException;
import io.firmament.server.app.ServerEvent;
import io.firmament.server.app.StateStore;
import io.firmament.server.app.Stored;
import io.firmament.server.app.StoredEvent;
import io.firmament.server.app.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Numbered changes, each of two balances that must agree, one new entry and one event, so that a
 * lost or half change is seen. Number n is sequence n.
 */
final class Ledger {
  /** A line of it. */
  record Line(long number, String padding) {}

  /** Small sizes: every fourth change makes a snapshot, and a segment holds a few. */
  static final StoreOptions SMALL =
      new StoreOptions(700, 2000, 2000, 1500, Duration.ofDays(1000), 1000, 1000);

  static final Table<Line> LINES = new Table<>("lines", Line.class);
  private static final ProductId PRODUCT = new ProductId(1);

  private Ledger() {}

  static Change next(long number) {
    String padding = "x".repeat(number % 4 == 0 ? 2000 : 20);
    Line line = new Line(number, padding);
    return change()
        .put(LINES, "balance-left", new Line(number, ""))
        .create(LINES, entry(number), line)
        .put(LINES, "balance-right", new Line(number, ""))
        .event(ServerEvent.ofProduct("n" + number, "", Instant.EPOCH, PRODUCT))
        .build();
  }

  private static String entry(long number) {
    return String.format("entry-%09d", number);
  }

  /**
   * Checks that the store holds the changes from 1 to some number, all of them whole.
   *
   * @return that number
   */
  static long verify(StateStore store) {
    long number = balance(store, "balance-left");
    assertThat(balance(store, "balance-right")).as("the other half").isEqualTo(number);
    assertThat(store.lastSequence()).isEqualTo(number);
    List<Stored<Line>> entries = store.list(LINES, "entry-", "", Integer.MAX_VALUE);
    assertThat(entries.stream().map(entry -> entry.value().number()).toList())
        .isEqualTo(LongStream.rangeClosed(1, number).boxed().toList());
    assertThat(entries).allMatch(entry -> entry.revision() == entry.value().number());
    List<StoredEvent> events = store.events(0, Integer.MAX_VALUE);
    long first = number - events.size() + 1;
    assertThat(events.stream().map(event -> event.id() + event.event().name()).toList())
        .isEqualTo(LongStream.rangeClosed(first, number).mapToObj(n -> n + "n" + n).toList());
    assertThat(events.isEmpty()).isEqualTo(number == 0);
    return number;
  }

  private static long balance(StateStore store, String key) {
    return store.find(LINES, key).map(line -> line.value().number()).orElse(0L);
  }

  /** Goes on where the ledger ends. */
  static void goOn(StateStore store, int changes) throws ConflictException {
    for (int i = 0; i < changes; i++) {
      store.commit(next(store.lastSequence() + 1));
    }
  }
}
