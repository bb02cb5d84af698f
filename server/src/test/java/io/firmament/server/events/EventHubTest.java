package io.firmament.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.value.ProductId;
import io.firmament.server.app.Change;
import io.firmament.server.app.ConflictException;
import io.firmament.server.app.EventPage;
import io.firmament.server.app.ServerEvent;
import io.firmament.server.store.MemoryStateStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Places in the event stream (feature OBS1). */
class EventHubTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Pattern ID = Pattern.compile("^id: ([0-9]+)$", Pattern.MULTILINE);
  private static final EventFilter ALL =
      new EventFilter("", false, Optional.empty(), Optional.empty());

  private final MemoryStateStore store = new MemoryStateStore();

  @Test
  void reader_that_is_behind_what_is_kept_is_told_so_and_goes_on_there() {
    happen(10);
    store.forgetEvents(6);

    String text = drained(hub().open(ALL, OptionalLong.of(3), () -> {}));

    assertThat(text)
        .startsWith("id: 6\nevent: firmament/events/gap\ndata: ")
        .contains("{\\\"reason\\\":\\\"expired\\\",\\\"after\\\":3,\\\"resumes_after\\\":6}")
        .contains("\"published_at\":\"2026-03-01T12:00:00Z\"");
    assertThat(ids(text)).containsExactly(6L, 7L, 8L, 9L, 10L);
  }

  @Test
  void reader_at_the_edge_of_what_is_kept_has_missed_nothing() {
    happen(10);
    store.forgetEvents(6);

    assertThat(ids(drained(hub().open(ALL, OptionalLong.of(6), () -> {}))))
        .containsExactly(7L, 8L, 9L, 10L);
  }

  @Test
  void slow_reader_that_is_overtaken_by_retention_is_told_so() {
    EventHub hub = hub();
    EventCursor slow = hub.open(ALL, OptionalLong.empty(), () -> {});
    happen(3_000);
    store.forgetEvents(1_000);

    String text = drained(slow);

    assertThat(text).startsWith("id: 1000\nevent: firmament/events/gap\n");
    assertThat(ids(text)).isEqualTo(LongStream.rangeClosed(1_000, 3_000).boxed().toList());
  }

  @Test
  void reader_that_knows_more_than_a_restored_server_is_told_so_once() {
    happen(5);
    EventCursor cursor = hub().open(ALL, OptionalLong.of(80), () -> {});

    String text = drained(cursor);
    happen(1);

    assertThat(text).startsWith("id: 5\nevent: firmament/events/gap\n").contains("restored");
    assertThat(ids(text)).containsExactly(5L);
    assertThat(ids(drained(cursor))).containsExactly(6L);
  }

  @Test
  void gap_is_told_whatever_the_reader_listens_for() {
    happen(10);
    store.forgetEvents(6);
    EventFilter few = new EventFilter("none/", true, Optional.empty(), Optional.empty());

    assertThat(ids(drained(hub().open(few, OptionalLong.of(1), () -> {})))).containsExactly(6L);
  }

  @Test
  void reader_of_nothing_that_happened_lets_others_have_the_thread() {
    happen(10_000);
    EventFilter none = new EventFilter("none/", false, Optional.empty(), Optional.empty());
    EventCursor cursor = hub().open(none, OptionalLong.of(0), () -> {});

    assertThat(cursor.take()).contains(":\n\n");
    assertThat(drained(cursor).replace(":\n\n", "")).isEmpty();
    assertThat(cursor.take()).isEmpty();
  }

  @Test
  void stretch_without_events_is_looked_through_once() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    MemoryStateStore quiet =
        new MemoryStateStore() {
          @Override
          public EventPage eventPage(long afterId, int limit) {
            reads.incrementAndGet();
            return super.eventPage(afterId, limit);
          }
        };
    quiet.commit(Change.change().event(event()).build());
    for (int i = 0; i < 10; i++) {
      quiet.commit(Change.change().build());
    }
    EventCursor cursor = new EventHub(quiet, () -> NOON).open(ALL, OptionalLong.of(1), () -> {});
    for (int i = 0; i < 10; i++) {
      assertThat(cursor.take()).isEmpty();
    }

    assertThat(reads).hasValue(1);
  }

  @Test
  void readers_in_the_middle_of_traffic_see_each_event_once_wherever_they_begin() throws Exception {
    EventHub hub = hub();
    List<EventCursor> cursors = new ArrayList<>();
    List<StringBuilder> seen = new ArrayList<>();
    Thread traffic = new Thread(() -> happen(20_000), "traffic");
    traffic.start();
    for (int i = 0; i < 4; i++) {
      cursors.add(hub.open(ALL, OptionalLong.of(0), () -> {}));
      seen.add(new StringBuilder());
    }
    boolean more = true;
    while (more) {
      more = traffic.isAlive();
      for (int i = 0; i < cursors.size(); i++) {
        seen.get(i).append(drained(cursors.get(i)));
      }
    }
    traffic.join();

    List<Long> all = LongStream.rangeClosed(1, 20_000).boxed().toList();
    assertThat(seen).allSatisfy(text -> assertThat(ids(text.toString())).isEqualTo(all));
  }

  private EventHub hub() {
    return new EventHub(store, () -> NOON);
  }

  private static ServerEvent event() {
    return ServerEvent.ofProduct("a", "", NOON, new ProductId(7));
  }

  private void happen(int times) {
    try {
      for (int i = 0; i < times; i++) {
        store.commit(Change.change().event(event()).build());
      }
    } catch (ConflictException e) {
      throw new AssertionError("an event alone conflicts with nothing", e);
    }
  }

  private static String drained(EventCursor cursor) {
    StringBuilder text = new StringBuilder();
    for (Optional<String> next = cursor.take(); next.isPresent(); next = cursor.take()) {
      text.append(next.get());
    }
    return text.toString();
  }

  private static List<Long> ids(String text) {
    List<Long> ids = new ArrayList<>();
    for (Matcher id = ID.matcher(text); id.find(); ) {
      ids.add(Long.valueOf(id.group(1)));
    }
    return ids;
  }
}
