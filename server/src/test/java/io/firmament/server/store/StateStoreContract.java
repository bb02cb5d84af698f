package io.firmament.server.store;

import static io.firmament.server.app.Change.change;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.app.Change;
import io.firmament.server.app.ConflictException;
import io.firmament.server.app.ServerEvent;
import io.firmament.server.app.StateStore;
import io.firmament.server.app.StateStore.Subscription;
import io.firmament.server.app.Stored;
import io.firmament.server.app.StoredEvent;
import io.firmament.server.app.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** What every {@link StateStore} does; each kind of store inherits it. */
abstract class StateStoreContract {
  /** A record to keep. */
  record Note(String text, Optional<DeviceId> about) {
    static Note of(String text) {
      return new Note(text, Optional.empty());
    }
  }

  static final Table<Note> NOTES = new Table<>("notes", Note.class);
  static final Table<Note> NOTES_OF_OTHERS = new Table<>("notes-of-others", Note.class);
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  /** The store under test, empty at first, the same one each time. */
  abstract StateStore store();

  static ServerEvent event(String name) {
    return ServerEvent.ofProduct(name, "", NOON, new ProductId(7));
  }

  @Test
  void an_empty_store_holds_nothing() {
    assertThat(store().lastSequence()).isZero();
    assertThat(store().find(NOTES, "a")).isEmpty();
    assertThat(store().list(NOTES, "", "", 10)).isEmpty();
    assertThat(store().events(0, 10)).isEmpty();
  }

  @Test
  void what_was_committed_is_found_with_its_revision() throws ConflictException {
    Note note = new Note("hello", Optional.of(new DeviceId("0123456789abcdef01234567")));

    long sequence = store().commit(change().create(NOTES, "a", note).build());

    assertThat(store().find(NOTES, "a")).contains(new Stored<>("a", sequence, note));
    assertThat(store().lastSequence()).isEqualTo(sequence);
  }

  @Test
  void tables_do_not_see_each_other() throws ConflictException {
    store().commit(change().put(NOTES, "-of-others", Note.of("mine")).build());
    store().commit(change().put(NOTES_OF_OTHERS, "a", Note.of("theirs")).build());

    assertThat(store().find(NOTES, "a")).isEmpty();
    assertThat(keys(store().list(NOTES, "", "", 10))).containsExactly("-of-others");
  }

  @Test
  void create_is_refused_when_there_is_a_record() throws ConflictException {
    long first = store().commit(change().create(NOTES, "a", Note.of("1")).build());

    assertThatThrownBy(() -> store().commit(change().create(NOTES, "a", Note.of("2")).build()))
        .isInstanceOf(ConflictException.class)
        .hasMessage("notes 'a' was expected at revision 0, but is at " + first);
    assertThat(store().find(NOTES, "a").orElseThrow().value()).isEqualTo(Note.of("1"));
  }

  @Test
  void replace_is_refused_when_somebody_else_was_faster() throws ConflictException {
    store().commit(change().create(NOTES, "a", Note.of("1")).build());
    Stored<Note> read = store().find(NOTES, "a").orElseThrow();
    store().commit(change().replace(NOTES, read, Note.of("2")).build());

    assertThatThrownBy(() -> store().commit(change().replace(NOTES, read, Note.of("3")).build()))
        .isInstanceOf(ConflictException.class);
    assertThat(store().find(NOTES, "a").orElseThrow().value()).isEqualTo(Note.of("2"));
  }

  @Test
  void a_removed_record_is_gone_and_can_be_created_again() throws ConflictException {
    store().commit(change().create(NOTES, "a", Note.of("1")).build());
    Stored<Note> read = store().find(NOTES, "a").orElseThrow();

    store().commit(change().remove(NOTES, read).build());

    assertThat(store().find(NOTES, "a")).isEmpty();
    assertThat(store().list(NOTES, "", "", 10)).isEmpty();
    assertThatThrownBy(() -> store().commit(change().remove(NOTES, read).build()))
        .isInstanceOf(ConflictException.class);
    store().commit(change().create(NOTES, "a", Note.of("2")).build());
  }

  @Test
  void a_refused_change_writes_nothing_and_tells_nothing() throws ConflictException {
    long before = store().commit(change().create(NOTES, "b", Note.of("1")).build());

    Change half =
        change()
            .create(NOTES, "a", Note.of("new"))
            .event(event("told"))
            .create(NOTES, "b", Note.of("taken"))
            .build();

    assertThatThrownBy(() -> store().commit(half)).isInstanceOf(ConflictException.class);
    assertThat(store().find(NOTES, "a")).isEmpty();
    assertThat(store().events(0, 10)).isEmpty();
    assertThat(store().lastSequence()).isEqualTo(before);
  }

  @Test
  void a_list_is_sorted_by_key_and_pages_without_gap_or_repeat() throws ConflictException {
    for (String key : List.of("c", "a", "e", "b", "d")) {
      store().commit(change().create(NOTES, key, Note.of(key)).build());
    }

    assertThat(keys(store().list(NOTES, "", "", 2))).containsExactly("a", "b");
    assertThat(keys(store().list(NOTES, "", "b", 2))).containsExactly("c", "d");
    assertThat(keys(store().list(NOTES, "", "d", 2))).containsExactly("e");
    assertThat(keys(store().list(NOTES, "", "e", 2))).isEmpty();
  }

  @Test
  void a_list_of_a_prefix_holds_only_that_prefix() throws ConflictException {
    for (String key : List.of("p1/a", "p1/b", "p10/a", "p2/a", "p1")) {
      store().commit(change().create(NOTES, key, Note.of(key)).build());
    }

    assertThat(keys(store().list(NOTES, "p1/", "", 10))).containsExactly("p1/a", "p1/b");
    assertThat(keys(store().list(NOTES, "p1/", "p1/a", 10))).containsExactly("p1/b");
    assertThat(keys(store().list(NOTES, "p3", "", 10))).isEmpty();
  }

  @Test
  void keys_are_compared_by_their_octets() throws ConflictException {
    String highPlane = "\uD83D\uDE00";
    String highUnit = "\uFFFD";
    store().commit(change().create(NOTES, highPlane, Note.of("")).build());
    store().commit(change().create(NOTES, highUnit, Note.of("")).build());

    assertThat(keys(store().list(NOTES, "", "", 10))).containsExactly(highUnit, highPlane);
  }

  @Test
  void a_change_takes_as_many_numbers_as_it_has_events_and_at_least_one() throws ConflictException {
    assertThat(store().commit(change().put(NOTES, "a", Note.of("1")).build())).isEqualTo(1);
    assertThat(store().commit(change().event(event("x")).event(event("y")).build())).isEqualTo(3);
    assertThat(store().commit(change().event(event("z")).build())).isEqualTo(4);

    assertThat(store().events(0, 10))
        .containsExactly(
            new StoredEvent(2, event("x")),
            new StoredEvent(3, event("y")),
            new StoredEvent(4, event("z")));
    assertThat(store().events(2, 1)).containsExactly(new StoredEvent(3, event("y")));
    assertThat(store().events(4, 10)).isEmpty();
  }

  @Test
  void a_change_with_a_known_idempotency_key_has_the_outcome_of_the_first()
      throws ConflictException {
    Change once =
        change()
            .create(NOTES, "a", Note.of("1"))
            .event(event("told"))
            .idempotentAs("request-1")
            .build();

    long first = store().commit(once);
    long again = store().commit(once);

    assertThat(again).isEqualTo(first);
    assertThat(store().lastSequence()).isEqualTo(first);
    assertThat(store().events(0, 10)).hasSize(1);
  }

  @Test
  void a_refused_change_does_not_use_up_its_idempotency_key() throws ConflictException {
    store().commit(change().create(NOTES, "a", Note.of("1")).build());
    Change create = change().create(NOTES, "a", Note.of("2")).idempotentAs("k").build();
    assertThatThrownBy(() -> store().commit(create)).isInstanceOf(ConflictException.class);
    store().commit(change().remove(NOTES, store().find(NOTES, "a").orElseThrow()).build());

    store().commit(create);

    assertThat(store().find(NOTES, "a").orElseThrow().value()).isEqualTo(Note.of("2"));
  }

  @Test
  void one_change_may_not_write_a_record_twice() {
    Change twice = change().put(NOTES, "a", Note.of("1")).put(NOTES, "a", Note.of("2")).build();

    assertThatThrownBy(() -> store().commit(twice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("notes 'a'");
  }

  @Test
  void a_listener_is_told_each_event_once_in_order_until_it_ends() throws Exception {
    BlockingQueue<StoredEvent> told = new LinkedBlockingQueue<>();
    Subscription subscription = store().onEvent(told::add);
    store().commit(change().event(event("x")).event(event("y")).build());
    store().commit(change().event(event("z")).build());
    List<StoredEvent> received = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      received.add(told.poll(10, SECONDS));
    }
    subscription.close();
    store().commit(change().event(event("unheard")).build());

    assertThat(received).isEqualTo(store().events(0, 3));
    assertThat(told).isEmpty();
  }

  @Test
  void an_event_that_is_told_is_already_visible() throws Exception {
    CompletableFuture<List<StoredEvent>> seen = new CompletableFuture<>();
    store().onEvent(event -> seen.complete(store().events(event.id() - 1, 1)));

    store().commit(change().event(event("x")).build());

    assertThat(seen.get(10, SECONDS)).containsExactly(new StoredEvent(1, event("x")));
  }

  @Test
  void a_submitted_change_is_visible_when_its_stage_completes() throws Exception {
    CompletableFuture<Optional<Stored<Note>>> seen =
        store()
            .submit(change().put(NOTES, "a", Note.of("1")).build())
            .thenApply(sequence -> store().find(NOTES, "a"))
            .toCompletableFuture();

    assertThat(seen.get(10, SECONDS)).isPresent();
  }

  @Test
  void a_conflict_of_a_submitted_change_is_the_cause_of_its_failure() throws Exception {
    store().commit(change().put(NOTES, "a", Note.of("1")).build());

    CompletableFuture<Long> refused =
        store().submit(change().create(NOTES, "a", Note.of("2")).build()).toCompletableFuture();

    assertThatThrownBy(() -> refused.get(10, SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ConflictException.class);
  }

  @Test
  void of_many_racing_changes_to_one_record_each_round_has_one_winner() throws Exception {
    store().commit(change().create(NOTES, "a", Note.of("0")).build());
    int rounds = 20;
    int won = 0;
    for (int round = 0; round < rounds; round++) {
      Stored<Note> read = store().find(NOTES, "a").orElseThrow();
      List<CompletableFuture<Long>> racers = new ArrayList<>();
      for (int racer = 0; racer < 8; racer++) {
        Note value = Note.of(round + "/" + racer);
        racers.add(
            store().submit(change().replace(NOTES, read, value).build()).toCompletableFuture());
      }
      for (CompletableFuture<Long> racer : racers) {
        won += racer.handle((sequence, failure) -> failure == null ? 1 : 0).get(10, SECONDS);
      }
    }

    assertThat(won).isEqualTo(rounds);
  }

  static List<String> keys(List<Stored<Note>> page) {
    return page.stream().map(Stored::key).toList();
  }
}
