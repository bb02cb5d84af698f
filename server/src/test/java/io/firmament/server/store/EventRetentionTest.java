package io.firmament.server.store;

import static io.firmament.server.app.Change.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.firmament.protocol.value.ProductId;
import io.firmament.server.app.ConflictException;
import io.firmament.server.app.EventPage;
import io.firmament.server.app.ServerEvent;
import io.firmament.server.app.StoredEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long events are kept, and what it takes to read them. */
class EventRetentionTest {
  private static final Duration AGE = Duration.ofDays(8);

  @TempDir private Path directory;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private DataDirectory data;
  private JournaledStateStore store;

  @BeforeEach
  void lock() throws IOException {
    data = DataDirectory.open(directory);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    data.close();
  }

  @Test
  void events_beyond_the_size_go_and_the_page_says_from_where_they_are_kept() throws Exception {
    open(new StoreOptions(400, 1_000, 1_000, 2_000, AGE, 1000, 1000));
    happen(500);
    await()
        .until(
            () -> {
              happen(1);
              return store.eventPage(0, 1).keptAfter() > 100;
            });
    EventPage page = store.eventPage(0, 10_000);

    assertThat(page.upTo()).isEqualTo(store.lastSequence());
    assertThat(ids(page.events()))
        .isEqualTo(LongStream.rangeClosed(page.keptAfter() + 1, page.upTo()).boxed().toList());
  }

  @Test
  void events_of_more_than_an_age_go_although_there_is_room() throws Exception {
    open(new StoreOptions(1 << 20, 1 << 20, 1 << 20, 1 << 20, AGE, 1000, 1000));
    happen(10);
    stamp();
    for (int quarter = 1; quarter <= 8; quarter++) {
      now.updateAndGet(instant -> instant.plus(AGE.dividedBy(4)));
      long before = store.lastSequence();
      await()
          .until(
              () -> {
                happen(1);
                stamp();
                return isSnapshotSince(before);
              });
    }

    Instant young = now.get().minus(AGE);
    Instant old = young.minus(AGE.dividedBy(2));
    await()
        .until(
            () -> {
              happen(1);
              stamp();
              return !at(store.eventPage(0, 1)).isBefore(old);
            });
    assertThat(at(store.eventPage(0, 1))).as("the oldest that is kept").isBeforeOrEqualTo(young);
    assertThat(store.eventPage(0, 1).keptAfter()).isGreaterThanOrEqualTo(10);
  }

  private static Instant at(EventPage page) {
    return page.events().get(0).event().at();
  }

  @Test
  void pages_of_any_size_put_together_are_all_events_while_more_of_them_happen() throws Exception {
    open(new StoreOptions(4_000, 1 << 20, 1 << 20, 1 << 20, AGE, 1000, 1000));
    Thread traffic = new Thread(this::happenFast, "traffic");
    traffic.start();
    Random random = new Random(7);
    List<List<Long>> readers = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    long[] places = new long[readers.size()];
    boolean more = true;
    while (more) {
      more = traffic.isAlive();
      for (int i = 0; i < places.length; i++) {
        EventPage page = store.eventPage(places[i], 1 + random.nextInt(more ? 9 : 5_000));
        readers.get(i).addAll(ids(page.events()));
        places[i] = page.upTo();
        more |= places[i] < 3_000;
      }
    }
    traffic.join();

    List<Long> all = LongStream.rangeClosed(1, 3_000).boxed().toList();
    assertThat(readers).allSatisfy(ids -> assertThat(ids).isEqualTo(all));
  }

  private void open(StoreOptions options) throws IOException {
    store = JournaledStateStore.open(data, options, now::get);
  }

  /** What was written just now was written at the time of the test. */
  private void stamp() throws IOException {
    List<JournalSegment> segments = store.segments();
    Path newest = segments.get(segments.size() - 1).file();
    Files.setLastModifiedTime(newest, FileTime.from(now.get()));
  }

  private boolean isSnapshotSince(long position) throws IOException {
    return DataDirectory.files(directory.resolve("snapshots"), SnapshotFile.SUFFIX).stream()
        .map(file -> file.getFileName().toString().replace(SnapshotFile.SUFFIX, ""))
        .anyMatch(number -> Long.parseLong(number) >= position);
  }

  private void happenFast() {
    try {
      for (int i = 0; i < 1_000; i++) {
        store.submit(change().event(event()).event(event()).build());
        happen(1);
      }
    } catch (ConflictException e) {
      throw new AssertionError(e);
    }
  }

  private void happen(int times) throws ConflictException {
    for (int i = 0; i < times; i++) {
      store.commit(change().event(event()).build());
    }
  }

  private ServerEvent event() {
    return ServerEvent.ofProduct("a", "", now.get(), new ProductId(7));
  }

  private static List<Long> ids(List<StoredEvent> events) {
    return events.stream().map(StoredEvent::id).toList();
  }
}
